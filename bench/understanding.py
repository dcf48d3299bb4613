"""Intent recognition on public few-shot datasets.

    python bench/understanding.py FOLDER [--fit]

FOLDER holds `intents/` with banking77 and clinc150 few-shot splits (label<TAB>text) and
clinc150.train_val.json; without it there is nothing to measure and the run says so.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from domain.understanding.model import IntentScore
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.intent_classifier import CALIBRATION, Floats, IntentClassifier
from infra.local_models.understanding_steps import OUT_OF_SCOPE_BELOW

SEED = 7
BOT_SIZES = (2, 3, 5, 8, 12, 20, 30)
OUT_OF_SCOPE = ""


@dataclass
class Texts:
    labels: NDArray[np.str_]
    vectors: Floats


def read_tsv(path: Path) -> list[tuple[str, str]]:
    lines = [line.split("\t", 1) for line in path.read_text().splitlines() if line.strip()]
    return [(label, text) for label, text in lines]


def embed(embedder: MiniLMEmbedder, pairs: Sequence[tuple[str, str]]) -> Texts:
    vectors = embedder.embed_now([text for _, text in pairs]).astype(np.float64)
    return Texts(np.array([label for label, _ in pairs]), vectors)


def train(texts: Texts) -> IntentClassifier:
    names = tuple(sorted(set(texts.labels.tolist())))
    owners = np.array([names.index(label) for label in texts.labels.tolist()])
    return IntentClassifier.train(names, texts.vectors, owners)


def in_scope(scores: list[IntentScore]) -> float:
    return sum(score.confidence for score in scores[:3])


def measure(name: str, examples: Texts, queries: Texts, strangers: Texts | None) -> None:
    began = time.perf_counter()
    classifier = train(examples)
    trained = time.perf_counter() - began
    scored = [classifier.scores(vector) for vector in queries.vectors]
    right = np.array(
        [s[0].intent == label for s, label in zip(scored, queries.labels, strict=True)]
    )
    inside = np.array([in_scope(s) for s in scored])
    line = f"{name:32} accuracy {right.mean():.3f}"
    kept = inside >= OUT_OF_SCOPE_BELOW
    line += f"  kept and right {(right & kept).mean():.3f}"
    if strangers is not None:
        outside = np.array([in_scope(classifier.scores(vector)) for vector in strangers.vectors])
        truth = [1] * len(inside) + [0] * len(outside)
        line += f"  strangers refused {(outside < OUT_OF_SCOPE_BELOW).mean():.3f}"
        line += f"  AUC {roc_auc_score(truth, np.concatenate([inside, outside])):.3f}"
    sys.stdout.write(f"{line}  trained in {trained:.2f} s\n")


def measure_small_bots(name: str, examples: Texts, queries: Texts, strangers: Texts) -> None:
    """As most bots are: 20 intents; strangers are unknown texts and those of the other intents."""
    random = np.random.default_rng(SEED)
    names = sorted(set(examples.labels.tolist()))
    for bot in range(3):
        chosen = random.choice(names, 20, replace=False)
        inside, ours = np.isin(queries.labels, chosen), np.isin(examples.labels, chosen)
        own = Texts(queries.labels[inside], queries.vectors[inside])
        near = Texts(queries.labels[~inside], queries.vectors[~inside])
        taught = Texts(examples.labels[ours], examples.vectors[ours])
        measure(f"{name} 20 of them, {bot}: near", taught, own, near)
        measure(f"{name} 20 of them, {bot}: far", taught, own, strangers)


def simulated_bots(
    examples: Texts, queries: Texts, strangers: Texts | None, pool: Sequence[str], runs: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Rows of features and whether that intent was meant, over bots of a few random intents."""
    random = np.random.default_rng(SEED)
    rows, truths = [], []
    for run in range(runs):
        size, shots = BOT_SIZES[run % len(BOT_SIZES)], int(random.choice([5, 8, 10]))
        chosen = random.choice(pool, size, replace=False)
        kept = np.concatenate([np.flatnonzero(examples.labels == name)[:shots] for name in chosen])
        classifier = train(Texts(examples.labels[kept], examples.vectors[kept]))
        inside = np.flatnonzero(np.isin(queries.labels, chosen))
        outside = np.flatnonzero(~np.isin(queries.labels, chosen))
        asked = [*random.choice(inside, 150), *random.choice(outside, 150)]
        pairs = [(queries.labels[i], queries.vectors[i]) for i in asked]
        if strangers is not None:
            pairs += [(OUT_OF_SCOPE, vector) for vector in strangers.vectors[::4]]
        for label, vector in pairs:
            features = classifier.features(vector)
            best = int(np.argmax(features @ CALIBRATION[:3]))
            rows.append(features[best])
            truths.append(int(classifier.names[best] == label))
    return np.array(rows), np.array(truths)


def fit(sets: list[tuple[Texts, Texts, Texts | None]]) -> None:
    """Fit the calibration on half of the intents, and say how well it holds on the others."""
    halves: list[list[tuple[Floats, NDArray[np.int64]]]] = [[], []]
    for examples, queries, strangers in sets:
        names = np.random.default_rng(SEED).permutation(sorted(set(examples.labels.tolist())))
        for half in (0, 1):
            pool = names[half::2].tolist()
            halves[half].append(simulated_bots(examples, queries, strangers, pool, runs=42))
    (rows, truths), (new_rows, new_truths) = (
        (np.vstack([r for r, _ in half]), np.concatenate([t for _, t in half])) for half in halves
    )
    model = LogisticRegression(max_iter=1_000).fit(rows, truths)
    said = model.predict_proba(new_rows)[:, 1]
    bins = np.digitize(said, np.linspace(0, 1, 11))
    off = sum(
        abs(said[bins == b].mean() - new_truths[bins == b].mean()) * (bins == b).mean()
        for b in set(bins.tolist())
    )
    sys.stdout.write(
        f"calibration {np.round(model.coef_[0], 2).tolist()} {model.intercept_[0]:.2f}"
        f"  on unseen intents: AUC {roc_auc_score(new_truths, said):.3f},"
        f" calibration error {off:.3f}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the calibration again")
    arguments = parser.parse_args()
    folder = arguments.folder / "intents"
    if not folder.is_dir():
        sys.exit(f"skipped: {folder} is not there")
    embedder = MiniLMEmbedder()
    clinc = json.loads((folder / "clinc150.train_val.json").read_text())
    queries = {
        "banking77": embed(embedder, read_tsv(folder / "banking77.valid.tsv")),
        "clinc150": embed(embedder, [(label, text) for text, label in clinc["val"]]),
    }
    unknown = [(OUT_OF_SCOPE, text) for text, _ in clinc["oos_val"] + clinc["oos_train"]]
    strangers = embed(embedder, unknown)
    few = {
        (name, shots): embed(embedder, read_tsv(folder / f"{name}.train_{shots}.tsv"))
        for name in queries
        for shots in (5, 10)
    }
    for (name, shots), examples in few.items():
        measure(f"{name} {shots}-shot", examples, queries[name], strangers)
    for name, asked in queries.items():
        measure_small_bots(name, few[name, 10], asked, strangers)
    if arguments.fit:
        fit(
            [
                (few["banking77", 10], queries["banking77"], None),
                (few["clinc150", 10], queries["clinc150"], strangers),
            ]
        )


if __name__ == "__main__":
    main()
