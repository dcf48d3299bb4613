"""Moving an open conversation to another revision of its bot."""

from pydantic import BaseModel

from domain.dialogue.state import DialogueState
from domain.tenant_settings import ConversationPolicy


class DialogueSnapshot(BaseModel):
    """The answer to the query `get_dialogue`. `mark` changes whenever the dialogue does."""

    revision: str
    session: int
    mark: str
    dialogue: DialogueState


class MoveToRevision(BaseModel):
    """Go on with another revision, provided that the dialogue is still the one looked at."""

    from_revision: str
    to_revision: str
    mark: str
    policy: ConversationPolicy
