"""Intents: accuracy, slips of the finger, strangers, calibration, and what it all costs.

Every split that lies in the folder is asked: `banking77.test.csv`, and `test` and `oos_test` of
CLINC150, beside the development splits. Without a test half the full set of Banking77 is split.
Every figure is by the product's recogniser, with its one rule for what no intent is for.
"""

import sys
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import matthews_corrcoef

from bench.evals.figures import Figure, Findings
from bench.evals.intent_ablation import ablation
from bench.evals.intent_plots import reliability_plot, strangers_plot
from bench.evals.intent_sets import SEED, STRANGER, IntentSets, Labelled, halves, read, unseen
from bench.evals.learned_bots import Asked, LearnedBot, embedder, fresh_embedder
from bench.evals.typing_slips import ANY, DOUBLED, with_slips
from infra.local_models.understanding_steps import OUT_OF_SCOPE_BELOW

AREA = "intents"
_FULL_TEST, _MOSTLY = 0.2, 0.9
_TENANTS, _INTENTS_OF_A_TENANT, _STRANGERS_OF_A_TENANT = 6, (8, 20), 100
_RULE = f"out of scope below {OUT_OF_SCOPE_BELOW}"
_TIMED = 300


def measure(data: Path | None) -> Findings:
    folder = data / "intents" if data else None
    if folder is None or not folder.is_dir():
        return Findings()
    sets = read(folder)
    findings = Findings()
    for step in (_few_examples, _many_examples, _costs, _strangers, _small_tenants):
        began = time.monotonic()
        step(sets, findings)
        embedder().save()
        sys.stderr.write(f"  {step.__name__[1:]}: {time.monotonic() - began:.0f} s\n")
    return findings


def _few_examples(sets: IntentSets, findings: Findings) -> None:
    five, ten = LearnedBot(sets.banking_5), LearnedBot(sets.banking_10)
    for split, asked in sets.banking_asked.items():
        source = f"Banking77, {split}"
        slips, doubled, many = (
            Labelled(asked.labels, tuple(with_slips(asked.texts, SEED, every, kinds)))
            for every, kinds in ((6, ANY), (6, DOUBLED), (3, ANY))
        )
        findings.figures += [
            _accuracy("accuracy, five examples each", five.ask(asked), source, 83),
            _accuracy("accuracy, ten examples each", ten.ask(asked), source, 88.5),
            _accuracy("ten, one slip every six words", ten.ask(slips), source, 78),
            _accuracy("ten, one doubled letter every six words", ten.ask(doubled), source, 82),
            _accuracy("ten, one slip every three words", ten.ask(many), source, None),
        ]
    split, asked = next(iter(sets.banking_asked.items()))
    many = Labelled(asked.labels, tuple(with_slips(asked.texts, SEED, 3, ANY)))
    parts, findings.plots["intents_ablation.svg"] = ablation(sets.banking_10, asked, many)
    rule = "ten examples each"
    findings.figures += [
        Figure(AREA, f"points lost without {name}", value, f"Banking77, {split}", rule, SEED)
        for name, value in parts.items()
    ]


def _many_examples(sets: IntentSets, findings: Findings) -> None:
    """Of the development split every text may be among the training half."""
    train, held = halves(sets.banking, _FULL_TEST)
    asked = {"a fifth of train held out": (train, held)}
    for split, texts in sets.banking_asked.items():
        if len(rest := unseen(texts, sets.banking)) > _MOSTLY * len(texts):
            asked[split] = (sets.banking, rest)
    findings.figures += [
        _accuracy(
            "accuracy, all examples", LearnedBot(taught).ask(texts), f"Banking77, {split}", 94.5
        )
        for split, (taught, texts) in asked.items()
    ]


def _costs(sets: IntentSets, findings: Findings) -> None:
    """Nothing is embedded before."""
    trained = LearnedBot(sets.banking, embeds=fresh_embedder()).trained_in
    typical = LearnedBot(sets.banking_10.of_the_first(20), embeds=fresh_embedder())
    took = []
    for text in halves(sets.banking, _FULL_TEST)[1].texts[:_TIMED]:
        began = time.process_time()
        typical.ask(Labelled(("",), (f"{text} ",)))
        took.append((time.process_time() - began) * 1e3)
    findings.figures += [
        _seconds("training, 77 intents and 10,003 examples", trained, 60),
        _seconds("training, 20 intents and 200 examples", typical.trained_in, 3),
        Figure(
            AREA, "CPU a message, p50", float(np.median(took)), "Banking77",
            "milliseconds, embedding included", size=_TIMED, target=10, at_most=True,
        ),
    ]  # fmt: skip


def _strangers(sets: IntentSets, findings: Findings) -> None:
    curves: dict[str, Asked] = {}
    for name, taught, least, recall in (
        ("all examples", sets.clinc, 95.0, 90.0),
        ("ten examples each", sets.clinc_10, 90.0, 88.0),
    ):
        bot = LearnedBot(taught)
        for split, (known, strangers) in sets.clinc_asked.items():
            asked = bot.ask(known.with_more(strangers))
            curves[f"{name}, {split}"] = asked
            answers = np.array(asked.answered())
            right = (answers == np.array(asked.truth))[asked.is_known].mean() * 100
            refused = (answers == STRANGER)[~asked.is_known].mean() * 100
            source, size = f"CLINC150, {split}", len(strangers)
            findings.figures += [
                Figure(
                    AREA, f"right of the known, {name}", right, source, _RULE,
                    target=least, size=len(known),
                ),
                Figure(
                    AREA, f"strangers refused, {name}", refused, source, _RULE,
                    target=recall, size=size,
                ),
            ]  # fmt: skip
    findings.plots["intents_strangers.svg"] = strangers_plot(curves)
    findings.plots["intents_reliability.svg"], error = reliability_plot(list(curves.values()))
    findings.figures.append(
        Figure(AREA, "calibration error", error, "CLINC150, both bots", "mean over ten bins")
    )


def _small_tenants(sets: IntentSets, findings: Findings) -> None:
    for name, taught, split, asked in (
        *(("CLINC150", sets.clinc_10, split, one) for split, (one, _) in sets.clinc_asked.items()),
        *(("Banking77", sets.banking_10, split, one) for split, one in sets.banking_asked.items()),
    ):
        value = _mcc(taught, asked, sets.strangers.at(range(0, len(sets.strangers), 4)))
        source = f"{name}, {split}: {_TENANTS} bots of 8 to 19 intents, ten examples each"
        findings.figures.append(Figure(AREA, "MCC, small tenants", value, source, _RULE, SEED))


def _mcc(taught: Labelled, asked: Labelled, far: Labelled) -> float:
    """Strangers are the intents that a bot was not taught, and what none of the set is for."""
    random = np.random.default_rng(SEED)
    scores = []
    for _ in range(_TENANTS):
        count = int(random.integers(*_INTENTS_OF_A_TENANT))
        chosen = frozenset(random.choice(sorted(set(taught.labels)), count, replace=False))
        others = asked.without(chosen)
        near = others.at(random.choice(len(others), _STRANGERS_OF_A_TENANT, replace=False))
        messages = asked.only(chosen).with_more(near.as_strangers()).with_more(far)
        found = LearnedBot(taught.only(chosen)).ask(messages)
        scores.append(matthews_corrcoef(found.truth, found.answered()))
    return float(np.mean(scores))


def _accuracy(name: str, asked: Asked, source: str, target: float | None) -> Figure:
    rule = "likeliest intent, whether refused or not, %"
    size = len(asked.truth)
    return Figure(AREA, name, asked.accuracy, source, rule, SEED, target, size=size)


def _seconds(name: str, value: float, target: float) -> Figure:
    rule = "seconds of CPU, embedding included"
    return Figure(AREA, name, value, "Banking77", rule, target=target, at_most=True)
