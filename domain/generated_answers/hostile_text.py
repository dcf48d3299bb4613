"""Signs that a text speaks to a model instead of a reader: such a passage is not shown to one.

No list of phrases is complete, and nothing rests on this one alone: whatever a model says is
checked, whoever made it say so.
"""

import re

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
    r"|\b(?:\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443|\u0437\u0430\u0431\u0443\u0434)"
    r"|\u5ffd\u7565.{0,12}(?:\u6307\u4ee4|\u8bf4\u660e|\u89c4\u5219)|\u4f60\u73b0\u5728\u662f"
)
_SPOKEN_TO_MODELS = re.compile(f"{fragment('hostile_text', 'SPOKEN_TO_MODELS')}|{_OTHER_LANGUAGES}")
_ROLE = re.compile(
    r"<\|?\s?/?(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|eot_id)\b"
    r"|\[/?inst\]|(?:^|\n)\W{0,6}(?:system|assistant|developer)\s?(?:prompt|message)?\s?:"
    r"|\"(?:role|tool_calls|function_call|system_prompt)\"\s?:|</?(?:document|context|data)s?>"
    r"|\b(?:new|updated) (?:system )?(?:instructions|rules|prompt)\s?:|\bjailbreak\b|\bdan mode\b"
)
_MOST_HIDDEN = 8
"""Soft hyphens and joiners stand in honest texts; so many characters that nobody sees do not."""


def speaks_to_models(text: str) -> bool:
    """Whether it tells a model what to do, in plain words, disguised or encoded."""
    if len(text) - len(without_hidden(text)) > _MOST_HIDDEN:
        return True
    return any(_is_hostile(one) for one in (text, *decoded(text)))


def _is_hostile(text: str) -> bool:
    plain = plain_form(text)
    spaced = " ".join(plain.split())
    forms = (plain, spaced, without_leet(spaced), _joined(spaced))
    return any(_ROLE.search(one) or _SPOKEN_TO_MODELS.search(one) for one in forms)


def _joined(text: str) -> str:
    """Letters that stand apart put together: "i g n o r e"."""
    return _APART.sub(lambda found: found.group().replace(" ", ""), text)


_APART = re.compile(r"\b(?:\w ){4,200}\w\b")
