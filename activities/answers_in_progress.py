"""An attempt to answer, as it goes on within its activity."""

import time
from dataclasses import dataclass

from domain.generated_answers.attempts import Attempt
from domain.generated_answers.checks import Rules, unsafe
from domain.generated_answers.contexts import ConversationContext
from domain.generated_answers.kept_answers import CacheKey
from domain.knowledge import Answer


@dataclass(frozen=True)
class KeepingPlace:
    """Where the answer may be kept, once it is a good one."""

    key: CacheKey
    generation: int


@dataclass
class Generated:
    """What came of it. Without an answer the documents are quoted; `rules` hold for that too."""

    attempt: Attempt
    rules: Rules
    began: float
    answer: Answer | None = None
    context: ConversationContext | None = None
    """What the model is told beside the question, where that has been read."""
    place: KeepingPlace | None = None

    def so_far_ms(self) -> float:
        """Since the models were asked first."""
        return (time.perf_counter() - self.began) * 1000

    def allows(self, quoted: Answer) -> bool:
        """Whether what is quoted instead may be said: its documents are others' words as well."""
        urls = [one.url for one in quoted.citations if one.url]
        links = (*self.rules.links, *urls)
        return not unsafe(quoted.text, self.rules.model_copy(update={"links": links}))
