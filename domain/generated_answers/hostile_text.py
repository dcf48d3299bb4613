"""Signs that a text speaks to a model instead of a reader: such a passage is not shown to one.

No list of phrases is complete, and nothing rests on this one alone: whatever a model says is
checked, whoever made it say so.
"""

import re
from functools import lru_cache

from domain.generated_answers.fences import without_hidden
from domain.generated_answers.plain_form import decoded, plain_form, without_leet
from domain.understanding.language.registry import fragment

_OTHER_LANGUAGES = (
    # French, Spanish, Italian, Portuguese, Dutch, Russian and Chinese have no home of their own.
    r"\b(?:ignore[zr]?|oublie[zr]?|ne tiens pas compte)\b.{0,40}"
    r"\b(?:instructions?|consignes?|regles?)\b"
    r"|\btu es (?:maintenant|desormais)\b|\bnouvelles? (?:instructions?|consignes?)\b"
    r"|\b(?:reponds?|repondez) (?:uniquement|seulement|toujours)\b"
    r"|\b(?:dis|dites) (?:au|aux) client"
    r"|\b(?:ignora[rd]?|olvida[rd]?|omite)\b.{0,40}\b(?:instrucciones|reglas|indicaciones)\b"
    r"|\bahora eres\b|\bnuevas? (?:instrucciones|ordenes)\b"
    r"|\bresponde (?:solo|unicamente|siempre)\b"
    r"|\bdi(?:le)? al cliente\b|\b(?:ignora(?:re|te)?|dimentica(?:re|te)?)\b.{0,40}\b(?:istruzioni|"
    r"regole|indicazioni)\b|\bora sei\b|\bnuove (?:istruzioni|regole)\b"
    r"|\brispondi (?:solo|sempre)\b"
    r"|\bdi al cliente\b|\b(?:ignore|esqueca)\b.{0,40}\b(?:instrucoes|regras)\b|\bagora voce e\b"
    r"|\b(?:negeer|vergeet)\b.{0,40}\b(?:instructies|regels|aanwijzingen)\b|\bje bent nu\b"
    r"|\u5ffd\u7565.{0,12}(?:\u6307\u4ee4|\u8bf4\u660e|\u89c4\u5219)|\u4f60\u73b0\u5728\u662f"
)
_IGNORE, _RULES = (
    "|".join(map(plain_form, words))
    for words in (
        (
            "\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443",
            "\u0437\u0430\u0431\u0443\u0434\u044c",
        ),
        (
            "\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446\u0438",
            "\u043f\u0440\u0430\u0432\u0438\u043b",
        ),
    )
)
"""Russian, as it looks once letters that look alike are one."""
_SPOKEN_TO_MODELS = re.compile(
    f"{fragment('hostile_text', 'SPOKEN_TO_MODELS')}|{_OTHER_LANGUAGES}"
    f"|(?:{_IGNORE}).{{0,60}}(?:{_RULES})"
)
_ROLE = re.compile(
    r"<\|?\s?/?(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|eot_id)\b"
    r"|\[/?inst\]|(?:^|\n)\W{0,6}(?:system|assistant|developer)\s?(?:prompt|message)?\s?:"
    r"|\"(?:role|tool_calls|function_call|system_prompt)\"\s?:|</?(?:document|context|data)s?>"
    r"|\b(?:new|updated) (?:system )?(?:instructions|rules|prompt)\s?:|\bjailbreak\b|\bdan mode\b"
)
_OVERRIDES = frozenset("\u202d\u202e")
"""They turn the direction of writing, so that a reader sees another text."""
_PASSAGES = 2_000
_MOST_HIDDEN = 8
"""Soft hyphens and joiners stand in honest texts; so many characters that nobody sees do not."""


def speaks_to_models(text: str) -> bool:
    """Whether it tells a model what to do, in plain words, disguised or encoded."""
    hidden = len(text) - len(without_hidden(text))
    if hidden > _MOST_HIDDEN or not _OVERRIDES.isdisjoint(text):
        return True
    return any(_is_hostile(one) for one in (text, *decoded(text)))


@lru_cache(maxsize=_PASSAGES)
def passage_speaks_to_models(heading: str, text: str) -> bool:
    """The same of a section of a tenant's documents, which is asked with each question: what was
    found is kept. Not so of customers' and models' words, which must not stay in memory."""
    return speaks_to_models(f"{heading}\n{text}")


def _is_hostile(text: str) -> bool:
    plain = plain_form(text)
    spaced = " ".join(plain.split())
    forms = {plain, spaced, without_leet(spaced)}
    if _APART.search(plain):
        forms.add(_joined(plain))
    return any(_ROLE.search(one) or _SPOKEN_TO_MODELS.search(one) for one in forms)


def _joined(plain: str) -> str:
    """Letters that stand apart put together: "i g n o r e   a l l"."""
    return " ".join("".join(word.split()) for word in _WIDE.split(plain))


_APART = re.compile(r"(?<!\S)(?:\S ){6}")
_WIDE = re.compile(r"\s{2,20}")
