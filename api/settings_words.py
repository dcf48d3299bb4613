"""Words of settings and reports, mostly of fields that are not taken, in English and German."""

from collections.abc import Mapping
from typing import Final

EN: Final[Mapping[str, str]] = {
    "conversation": "Conversation",
    "not_saved": "Not saved: {why}",
    "not_saved_of": "Not saved for {name}: {why}",
    "unknown_name": "{field}: “{name}” is not known here. There are: {known}.",
    "there_are": "There are: {names}.",
}
DE: Final[Mapping[str, str]] = {
    "conversation": "Gespräch",
    "not_saved": "Nicht gespeichert: {why}",
    "not_saved_of": "Nicht gespeichert für {name}: {why}",
    "unknown_name": "{field}: „{name}“ ist hier nicht bekannt. Es gibt: {known}.",
    "there_are": "Es gibt: {names}.",
}
