"""A model's text while it comes: what of it may be shown already, and when to stop listening."""

from collections.abc import Mapping

from domain.generated_answers.checks import NO_ANSWER, Rules, checked
from domain.generated_answers.sentences import may_have_ended, whole_sentences
from domain.generated_answers.verdicts import Guard, Verdict
from domain.knowledge import Passage
from domain.language_models.stream import CitedSpan

LONGEST = 8_000
"""Characters; a model that goes on is not listened to any more."""


class GrowingDraft:
    """Whole sentences only are shown, each once it has passed the checks."""

    def __init__(self, passages: Mapping[str, Passage], rules: Rules) -> None:
        self._passages = passages
        self._rules = rules
        self.text = ""
        self.shown = ""
        self.spans: list[CitedSpan] = []
        self.verdicts: tuple[Verdict, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether the model has found no answer in the documents."""
        return self.text.strip(" .\"'*`").upper().startswith(NO_ANSWER)

    def add(self, piece: str) -> bool:
        """Whether there is more to show. Once something is wrong, there is nothing more."""
        self.text = (self.text + piece)[: LONGEST + 1]
        longest = LONGEST if self.says_nothing else self._rules.longest
        if len(self.text.strip()) > longest:
            self.verdicts = (Verdict(guard=Guard.LENGTH, reason=f"over {longest} characters"),)
            return False
        if not may_have_ended(self.text[len(self.shown) :]):
            return False
        whole = "" if self.says_nothing else whole_sentences(self.text)
        if len(whole) <= len(self.shown):
            return False
        # Citations come after the words that they are for: any passage may say these.
        rules, since = self._rules_of_all(), len(self.shown)
        found = checked(whole, (), self._passages, rules, since=since)
        self.verdicts = found.verdicts
        if not found.is_clean:
            return False
        self.shown = whole
        return True

    def restart(self) -> None:
        """Another model begins anew."""
        self.text = self.shown = ""
        self.spans.clear()
        self.verdicts = ()

    def _rules_of_all(self) -> Rules:
        """Of a sentence that is not cited yet any of the documents may be."""
        urls = [passage.url for passage in self._passages.values() if passage.url]
        return self._rules.model_copy(update={"links": (*self._rules.links, *urls)})
