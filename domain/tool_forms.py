"""Forms that a server sends in the middle of a call, read into questions that the bot asks.

What comes from the server is data: its words are shown as they are, on one line, and nothing is
asked that the bot would not ask by itself: no secret, no address to open, nothing nested.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from domain.errors import InvalidInput
from domain.generated_answers.forbidden_words import looks_secret
from domain.generated_answers.hostile_text import speaks_to_models
from domain.generated_answers.links import has_markup, links_in
from domain.generated_answers.plain_form import plain_form, without_leet
from domain.tool_questions import LONGEST_WORDS, MOST_QUESTIONS, ToolQuestion
from domain.understanding.language.registry import fragment

_LONGEST_READ = 2_000
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_WITHOUT_WIDTH = "Cf"
_MOST_CHOICES, _LONGEST_CHOICE, _LONGEST_KEY = 8, 40, 60
_KINDS: Mapping[tuple[str, str | None], str] = {
    ("string", None): "string",
    ("string", "email"): "email",
    ("string", "date"): "date",
    ("string", "date-time"): "datetime",
    ("boolean", None): "bool",
    ("integer", None): "integer",
    ("number", None): "integer",
}
_A_SECRET = re.compile(
    r"pass.?(w(or[dt]|d)|code|phrase|ziffer)|kenn.?wort|secret|geheim|tokens?\b|api.?key|credential"
    r"|\b(pwd|pins?|tans?|otps?|cvv2?|cvc2?|iban|ssn|2fa|mfa)\b|mot.{0,3}de.{0,3}passe|contrasen"
    r"|((?<!post)card|karten?|konto|account|ausweis|passport).{0,4}(n(o|r|um(mer|ber)?)\b|digits)"
    r"|digits.{0,12}card|card.{0,8}digits"
    r"|(credit|debit|kredit).{0,4}(card|karte)|social.?security|bankverbindung"
    r"|(security|sicherheits|verif\w{1,12}|bestatigungs|login|access|zugangs|one.?time|einmal|digit"
    r"|stellig\w{0,2}|sms|recovery|seed|backup|freigabe).{0,4}"
    r"(codes?\b|pins?\b|phrase|daten|schlussel|key)|maiden.{0,2}name|madchenname"
)
_OTHER_LANGUAGES = (
    # French, Spanish and Italian have no home of their own.
    r"\bcode (?:secret|confidentiel)|\bcle d.?acces|\bclave\b|\bcodigo (?:secreto|de)|\bcodice "
    r"(?:segreto|di)|\bchiave\b|\bnumero de (?:carte|compte|tarjeta|cuenta)\b"
    r"|\bnumero (?:della carta|del conto)\b"
)
_ASKS_SECRET = re.compile(f"{fragment('tool_questions', 'SECRETS')}|{_OTHER_LANGUAGES}")
_LEADS_AWAY = re.compile(
    r"://|\bh(?:tt|xx)ps?\b|\bwww\b|[^\s.]\.(?:com|net|org)\b|(?<![\w.])@\w{3}"
    f"|{fragment('tool_questions', 'LEADS_AWAY')}|{fragment('tool_questions', 'PAYMENTS')}"
)
_APART = re.compile(r"(?<=\b\w)[\s._-]{1,3}(?=\w\b)")
"""Between letters that stand alone: "p a s s"."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def questions_of(request: str, message: str, schema: Mapping[str, Any]) -> list[ToolQuestion]:
    """The fields of a form in the server's order. Raise InvalidInput for what is not asked."""
    if not _is_key(request):
        raise InvalidInput("inputRequests", f"keys of at most {_LONGEST_KEY} characters")
    said = _words("message", message)
    properties = schema.get("properties", {})
    if not isinstance(properties, Mapping) or schema.get("type", "object") != "object":
        raise InvalidInput("requestedSchema", "an object with plain fields")
    if not properties:
        return [ToolQuestion(request=request, kind="bool", words=said)]
    required = schema.get("required") or ()
    required = required if isinstance(required, Sequence) else ()
    found = [
        _question(request, str(name), field, optional=name not in required)
        for name, field in list(properties.items())[: MOST_QUESTIONS + 1]
    ]
    if len(found) > MOST_QUESTIONS:
        raise InvalidInput("requestedSchema", f"at most {MOST_QUESTIONS} fields")
    first = found[0]
    words = said if len(found) == 1 else f"{said} {first.words}"
    return [first.model_copy(update={"words": words[:LONGEST_WORDS]}), *found[1:]]


def _question(request: str, name: str, field: Any, *, optional: bool) -> ToolQuestion:
    if not isinstance(field, Mapping) or not (name and _is_key(name)):
        raise InvalidInput("requestedSchema", f"fields of 1 to {_LONGEST_KEY} characters")
    title = field.get("title") or name.replace("_", " ")
    words = _words(name, f"{title}: {field['description']}" if field.get("description") else title)
    if _asks_secret(_CAMEL.sub(" ", name.replace("_", " "))) or field.get("format") == "password":
        raise InvalidInput(name, "no secret; customers are never asked for one")
    choices = _choices(name, field)
    kind = "enum" if choices else _KINDS.get((str(field.get("type")), _format_of(field)))
    if kind is None:
        raise InvalidInput(name, "a text, a choice, yes or no, a whole number, a date or an e-mail")
    return ToolQuestion.model_validate(
        {
            "request": request,
            "field": name,
            "kind": kind,
            "words": words,
            "values": choices,
            "optional": optional,
        }
    )


def _is_key(name: str) -> bool:
    """Whether it can be kept and handed back as it is."""
    return len(name) <= _LONGEST_KEY and (name.isprintable() or not name)


def _format_of(field: Mapping[str, Any]) -> str | None:
    found = field.get("format")
    return found if found is None or isinstance(found, str) else "unknown"


def _choices(name: str, field: Mapping[str, Any]) -> tuple[str, ...]:
    """Values of a closed choice; titles of theirs are not shown, as the value is what is sent."""
    given = field.get("enum")
    if given is None and isinstance(field.get("oneOf"), Sequence):
        given = [one.get("const") for one in field["oneOf"] if isinstance(one, Mapping)]
    if given is None:
        return ()
    fits = isinstance(given, list | tuple) and 0 < len(given) <= _MOST_CHOICES
    if not fits or not all(
        isinstance(one, str) and 0 < len(one) <= _LONGEST_CHOICE for one in given
    ):
        raise InvalidInput(
            name, f"at most {_MOST_CHOICES} choices of at most {_LONGEST_CHOICE} characters"
        )
    if any(_words(name, one) != one for one in given) or len(set(given)) < len(given):
        raise InvalidInput(name, "different choices, each on one line: they are sent as shown")
    return tuple(given)


def _words(name: str, text: Any) -> str:
    """One plain line. Raise InvalidInput for an address or a secret, whichever field it is in."""
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput(name, "words to ask with")
    line = " ".join(_visible(text[:_LONGEST_READ]).split())
    if len(line) > LONGEST_WORDS:
        raise InvalidInput(name, f"at most {LONGEST_WORDS} characters")
    if links_in(line) or has_markup(line) or _LEADS_AWAY.search(plain_form(line)):
        raise InvalidInput(name, "no address; customers are not sent elsewhere")
    if _asks_secret(line) or looks_secret(line):
        raise InvalidInput(name, "no secret; customers are never asked for one")
    if speaks_to_models(line):
        raise InvalidInput(name, "words for a customer")
    return line


def _asks_secret(line: str) -> bool:
    """However it is spelled: in letters that look alike, in digits for letters, or apart."""
    plain = plain_form(line)
    spelled = (plain, without_leet(plain), _APART.sub("", plain))
    return any(_A_SECRET.search(one) or _ASKS_SECRET.search(one) for one in spelled)


def _visible(text: str) -> str:
    """With a space for what cannot be seen, and without what has no width: it could turn a sentence
    around, or part a word that is not allowed."""
    shown = (one for one in text if unicodedata.category(one) != _WITHOUT_WIDTH)
    return "".join(" " if unicodedata.category(one) in _UNSEEN else one for one in shown)
