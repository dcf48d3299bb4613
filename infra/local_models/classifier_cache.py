"""Trained classifiers, kept in memory per process and on disk per set of examples."""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from domain.bot.model import Bot
from infra.local_models.embedding_model import MODEL
from infra.local_models.intent_classifier import IntentClassifier

_FORMAT = 4
_ARRAYS = ("examples", "owners", "buckets", "values", "starts", "rarity", "weights", "bias")


def fingerprint(bot: Bot) -> str:
    """Of what the classifier learns from: revisions that share their examples share it."""
    learned = {
        name: sorted({text for texts in intent.examples.values() for text in texts})
        for name, intent in sorted(bot.intents.items())
    }
    content = json.dumps(
        [_FORMAT, MODEL, learned, sorted(bot.entities.items()), _slot_patterns(bot)],
        ensure_ascii=False,
    )
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _slot_patterns(bot: Bot) -> list[tuple[str, str]]:
    return sorted((slot.name, slot.pattern) for slot in bot.slots.values() if slot.pattern)


class ClassifierCache:
    """Files of plain numbers and JSON, written whole or not at all; a damaged one is retrained."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, name: str) -> IntentClassifier | None:
        try:
            with (
                self._path(name).open("rb") as file,
                np.load(file, allow_pickle=False) as stored,
            ):
                arrays = {name: stored[name] for name in _ARRAYS}
                return IntentClassifier(
                    names=tuple(json.loads(str(stored["names"]))),
                    usual=float(stored["usual"]),
                    sharpness=float(stored["sharpness"]),
                    **arrays,
                )
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, BadZipFile):
            return None

    def save(self, name: str, classifier: IntentClassifier) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self._folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                names=np.array(json.dumps(classifier.names)),
                usual=np.array(classifier.usual),
                sharpness=np.array(classifier.sharpness),
                **{name: getattr(classifier, name) for name in _ARRAYS},
            )
        Path(draft).replace(self._path(name))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.npz"
