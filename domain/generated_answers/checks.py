"""The checks that a model's answer passes before a customer hears it."""

from collections.abc import Mapping, Sequence

from domain.channel_addresses import Channel
from domain.generated_answers.forbidden_words import is_banned, leaks_prompt, looks_secret
from domain.generated_answers.grounding import grounding_of
from domain.generated_answers.hostile_text import speaks_to_models
from domain.generated_answers.links import AllowedLinks, forbidden_links, has_markup
from domain.generated_answers.sentences import SpannedSentence, sentences_of
from domain.generated_answers.verdicts import Guard, Verdict
from domain.knowledge import Passage
from domain.language_models.stream import CitedSpan
from domain.values import Frozen

NO_ANSWER = "NO ANSWER"
"""What the prompt asks for where the documents do not answer."""
_LONGEST = {Channel.SMS: 300, Channel.VOICE: 400}
_LONGEST_ELSEWHERE = 1_200


class Rules(Frozen):
    """What holds for one answer."""

    channel: Channel = Channel.WEB
    banned: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """The tenant's; those of the cited documents are added."""
    instructions: str = ""
    """The prompt as it was filled in, which is never told."""
    nonce: str = ""

    @property
    def longest(self) -> int:
        """In characters."""
        return _LONGEST.get(self.channel, _LONGEST_ELSEWHERE)


class Citing(Frozen):
    """A span of the text, and the document of the request that says it."""

    start: int
    end: int
    document_id: str
    covered: float


class Checked(Frozen):
    """`citings` has one for each sentence that is grounded."""

    verdicts: tuple[Verdict, ...] = ()
    citings: tuple[Citing, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether it may be said."""
        return not self.verdicts


def checked(
    text: str,
    spans: Sequence[CitedSpan],
    passages: Mapping[str, Passage],
    rules: Rules,
    *,
    since: int = 0,
) -> Checked:
    """All that is wrong with an answer, and where its sentences stand: those from `since` on, where
    those before it have been found in the passages already."""
    found: list[Verdict] = []
    citings: list[Citing] = []
    for number, sentence in enumerate(sentences_of(text), start=1):
        if sentence.end <= since:
            continue
        citing, verdict = _grounded(number, sentence, spans, passages)
        citings += [citing] if citing else []
        found += [verdict] if verdict else []
    cited = {citing.document_id for citing in citings}
    if not citings and not found:
        found.append(Verdict(guard=Guard.COMPLETE, reason="no sentence"))
    if len(text) > rules.longest:
        found.append(
            Verdict(guard=Guard.LENGTH, reason=f"{len(text)} of {rules.longest} characters")
        )
    urls = [url for name in cited if (url := passages[name].url)]
    found += unsafe(text, rules.model_copy(update={"links": (*rules.links, *urls)}))
    return Checked(verdicts=tuple(found), citings=tuple(citings))


def unsafe(text: str, rules: Rules) -> list[Verdict]:
    """What may not be said whoever said it: also of what is quoted instead."""
    found = []
    if outside := forbidden_links(text, AllowedLinks(addresses=rules.links)):
        found.append(Verdict(guard=Guard.LINKS, reason=f"{len(outside)} not on the list"))
    if has_markup(text):
        found.append(Verdict(guard=Guard.MARKUP))
    if is_banned(text, rules.banned):
        found.append(Verdict(guard=Guard.BANNED))
    if looks_secret(text):
        found.append(Verdict(guard=Guard.SECRETS))
    if leaks_prompt(text, rules.instructions, rules.nonce):
        found.append(Verdict(guard=Guard.LEAKAGE))
    if speaks_to_models(text):
        found.append(Verdict(guard=Guard.INSTRUCTIONS))
    return found


def _grounded(
    number: int,
    sentence: SpannedSentence,
    spans: Sequence[CitedSpan],
    passages: Mapping[str, Passage],
) -> tuple[Citing | None, Verdict | None]:
    """By a passage that is cited for it; where the vendor cites none, by any that was sent."""
    cited = [
        name
        for span in spans
        if span.start < sentence.end and sentence.start < span.end
        for name in span.document_ids
        if name in passages
    ]
    names = list(dict.fromkeys(cited)) or list(passages)
    found = grounding_of(sentence.text, [passages[name] for name in names])
    if found.passage is None:
        reason = str(found.fault or "")
        return None, Verdict(guard=Guard.GROUNDING, sentence=number, reason=reason)
    citing = Citing(
        start=sentence.start,
        end=sentence.end,
        document_id=names[found.passage],
        covered=round(found.covered, 3),
    )
    return citing, None
