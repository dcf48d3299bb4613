"""The public sets of intents, read from the folder of data; none of their texts is kept here."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SEED = 7
STRANGER = ""
"""The label of what no intent is for."""


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

    def of_the_first(self, count: int) -> "Labelled":
        return self.only(frozenset(sorted(set(self.labels))[:count]))


@dataclass(frozen=True)
class IntentSets:
    """Training and development halves; what is hidden elsewhere is not among them."""

    banking: Labelled
    banking_5: Labelled
    banking_10: Labelled
    banking_valid: Labelled
    clinc: Labelled
    clinc_10: Labelled
    clinc_valid: Labelled
    strangers: Labelled


def read(folder: Path) -> IntentSets:
    clinc = json.loads((folder / "clinc150.train_val.json").read_text(encoding="utf-8"))
    strangers = [(text, STRANGER) for text, _ in clinc["oos_val"] + clinc["oos_train"]]
    with (folder / "banking77.train.csv").open(encoding="utf-8", newline="") as file:
        banking = [(row["category"].lower(), row["text"]) for row in csv.DictReader(file)]
    return IntentSets(
        banking=Labelled.of(banking),
        banking_5=_table(folder / "banking77.train_5.tsv"),
        banking_10=_table(folder / "banking77.train_10.tsv"),
        banking_valid=_table(folder / "banking77.valid.tsv"),
        clinc=_json(clinc["train"]),
        clinc_10=_table(folder / "clinc150.train_10.tsv"),
        clinc_valid=_json(clinc["val"]),
        strangers=_json(strangers),
    )


def halves(texts: Labelled, share: float) -> tuple[Labelled, Labelled]:
    """At random, the second with this share."""
    order = np.random.default_rng(SEED).permutation(len(texts)).tolist()
    cut = round(len(order) * share)
    return texts.at(order[cut:]), texts.at(order[:cut])


def _table(path: Path) -> Labelled:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t", 1) for line in lines if line.strip()]
    return Labelled.of([(label.lower(), text) for label, text in rows])


def _json(rows: Sequence[Sequence[str]]) -> Labelled:
    return Labelled.of([(label.lower(), text) for text, label in rows])
