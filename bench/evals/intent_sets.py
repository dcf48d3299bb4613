"""The public sets of intents, read from the folder of data; none of their texts is kept here."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.understanding.preprocess import match_key

SEED = 7
STRANGER = ""
"""The label of what no intent is for."""
_DEVELOPMENT = frozenset({"valid", "val"})
"""Looked at while the recogniser was made; all others are not."""


@dataclass(frozen=True)
class Labelled:
    """Texts with their intents."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]]) -> "Labelled":
        return cls(tuple(label for label, _ in pairs), tuple(text for _, text in pairs))

    def __len__(self) -> int:
        return len(self.texts)

    def at(self, places: Sequence[int]) -> "Labelled":
        return Labelled(tuple(self.labels[i] for i in places), tuple(self.texts[i] for i in places))

    def only(self, labels: frozenset[str]) -> "Labelled":
        return self.at([i for i, label in enumerate(self.labels) if label in labels])

    def without(self, labels: frozenset[str]) -> "Labelled":
        return self.at([i for i, label in enumerate(self.labels) if label not in labels])

    def with_more(self, others: "Labelled") -> "Labelled":
        return Labelled(self.labels + others.labels, self.texts + others.texts)

    def as_strangers(self) -> "Labelled":
        return Labelled((STRANGER,) * len(self), self.texts)

    def of_the_first(self, count: int) -> "Labelled":
        return self.only(frozenset(sorted(set(self.labels))[:count]))


@dataclass(frozen=True)
class IntentSets:
    """What bots learn, and what they are asked: every split that lies in the folder, by its name.

    A hidden half that somebody lays beside the others is asked like them.
    """

    banking: Labelled
    banking_5: Labelled
    banking_10: Labelled
    banking_asked: Mapping[str, Labelled]
    clinc: Labelled
    clinc_10: Labelled
    clinc_asked: Mapping[str, tuple[Labelled, Labelled]]
    """Messages that have an intent, and strangers."""

    @property
    def strangers(self) -> Labelled:
        """Of the first split."""
        return next(iter(self.clinc_asked.values()))[1]


def read(folder: Path) -> IntentSets:
    clinc = _clinc(folder)
    return IntentSets(
        banking=_table(folder / "banking77.train.csv"),
        banking_5=_table(folder / "banking77.train_5.tsv"),
        banking_10=_table(folder / "banking77.train_10.tsv"),
        banking_asked=_banking_asked(folder),
        clinc=_json(clinc["train"]),
        clinc_10=_table(folder / "clinc150.train_10.tsv"),
        clinc_asked=_clinc_asked(clinc),
    )


def unseen(asked: Labelled, taught: Labelled) -> Labelled:
    """What was not taught, in whatever case and punctuation."""
    known = {match_key(text) for text in taught.texts}
    return asked.at([i for i, text in enumerate(asked.texts) if match_key(text) not in known])


def _banking_asked(folder: Path) -> dict[str, Labelled]:
    found = sorted(path for end in ("tsv", "csv") for path in folder.glob(f"banking77.*.{end}"))
    names = [(path.name.split(".")[1], path) for path in found]
    asked = {name: _table(path) for name, path in names if not name.startswith("train")}
    return dict(sorted(asked.items(), key=lambda one: (one[0] not in _DEVELOPMENT, one[0])))


def _clinc(folder: Path) -> dict[str, list[list[str]]]:
    """All files together, by the names of their splits."""
    splits: dict[str, list[list[str]]] = {}
    for path in sorted(folder.glob("clinc150.*.json")):
        splits |= json.loads(path.read_text(encoding="utf-8"))
    return splits


def _clinc_asked(splits: Mapping[str, list[list[str]]]) -> dict[str, tuple[Labelled, Labelled]]:
    asked = {}
    for name in sorted(splits, key=lambda one: (one not in _DEVELOPMENT, one)):
        strangers = splits.get(f"oos_{name}")
        if name == "train" or strangers is None:
            continue
        if name in _DEVELOPMENT:
            strangers = strangers + splits.get("oos_train", [])
        asked[name] = (
            _json(splits[name]),
            _json([(text, STRANGER) for text, *_ in strangers]),
        )
    return asked


def halves(texts: Labelled, share: float) -> tuple[Labelled, Labelled]:
    """At random, the second with this share."""
    order = np.random.default_rng(SEED).permutation(len(texts)).tolist()
    cut = round(len(order) * share)
    return texts.at(order[cut:]), texts.at(order[:cut])


def _table(path: Path) -> Labelled:
    """Label and text, parted by a tab; or columns with the names "text" and "category"."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            rows = [[row["category"], row["text"]] for row in csv.DictReader(file)]
    else:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t", 1) for line in lines if line.strip()]
    return Labelled.of([(label.lower(), text) for label, text in rows])


def _json(rows: Sequence[Sequence[str]]) -> Labelled:
    return Labelled.of([(label.lower(), text) for text, label in rows])
