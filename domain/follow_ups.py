"""Questions asked after an answer, which may rest on it: "what does that cost from Austria?"."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from domain.messages import Citation
from domain.values import Frozen

_LONGEST_HEADING = 100
_LONGEST_ID = 300


class EarlierAnswer(Frozen):
    """Of what the tenant's documents answered last: where it stands."""

    document_id: str
    heading: str
    """The section's, or the document's title."""

    @classmethod
    def at(cls, places: Sequence[Citation]) -> Self | None:
        """The first of them. None where its name is too long to be carried with a conversation."""
        place = places[0] if places else None
        if place is None or len(place.document_id) > _LONGEST_ID:
            return None
        heading = place.heading.strip() or place.title.strip()
        return cls(document_id=place.document_id, heading=heading[:_LONGEST_HEADING])


class Resting(StrEnum):
    """How far a question rests on what was said before it."""

    WHOLLY = "wholly"
    """A word of it stands for something that was said before: read alone it is another one."""
    PERHAPS = "perhaps"
    """It is cut short ("from which amount?"), or sets something beside it ("also", "another")."""
    HARDLY = "hardly"
    """It may be read alone."""


class FollowUp(Frozen):
    """What an answer is looked for with, beside the question."""

    earlier: EarlierAnswer
    resting: Resting

    def put(self, question: str) -> str:
        """The question under the heading of what it rests on."""
        return f"{self.earlier.heading}: {question}"
