"""Links in a text, plain or disguised, and whether a tenant's answer may hold them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.generated_answers.plain_form import plain_form
from domain.understanding.word_sets import word_set
from domain.values import Frozen

_SCHEMES = r"h(?:tt|xx)ps?|ftps?|javascript|data|vbscript|file|mailto|tel|sms|wss?|ssh|blob|intent"
_ADDRESS = re.compile(
    rf"(?P<scheme>{_SCHEMES})\s?:(?://|\\\\)?(?P<rest>[^\s<>\"'()\[\]{{}}|^`]{{1,2000}})"
)
_DOT = (
    r"(?:[.\u3002]|\s\.\s(?=(?:com|net|org)\b)|\s(?:dot|punkt)\s"
    r"|\s?[\[({]\s?(?:\.|dot|punkt|point|punto)\s?[\])}]\s?)"
)
_DOTS = re.compile(_DOT)
_DOMAIN = re.compile(
    rf"(?<![\w@.-])(?P<user>[\w.+-]{{1,64}}@)?(?P<host>\w[\w-]{{0,62}}(?:{_DOT}\w[\w-]{{0,62}})"
    rf"{{0,5}}{_DOT}(?P<top>[a-z][a-z0-9-]{{1,30}}))(?P<path>/[^\s<>\"'()\[\]{{}}|^`]{{0,500}})?"
)
_TOPS = word_set(
    "com net org info biz io ai app dev co me tv cc xyz top club online site shop store link click",
    "live pro cloud tech zip mov ru cn de at ch uk eu fr es it nl pl se no dk fi us ca au jp in br",
    "mx tr gr pt be cz hu ro ua ly gg sh to ws example test invalid local onion page web one world",
    "today support help bank gov edu int mil name mobi asia tel travel rocks life icu vip win loan",
    "men gift fun host press space website tokyo cam buzz monster cyou sbs lol quest zone network",
    "systems solutions agency media blog social software digital finance credit cash bond",
)
"""Top domains by which a word with a dot in it is a link: "Friday.The" is none."""
_MAIL = "mailto://"
_NUMBERED = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|\[[0-9a-f:]{2,45}\]")
_MARKUP = re.compile(r"\]\s?\(|\]\s?\[|<\s?/?\s?[a-z!][^>]{0,400}>?|!\[|&#|\]:\s")


class AllowedLinks(Frozen):
    """Addresses that may be given. A path covers all below it; a host alone, all of it, and with
    either goes mail to that host."""

    addresses: tuple[str, ...] = ()

    def allows(self, link: str) -> bool:
        """Whether a found link leads where one of them does."""
        places = list(filter(None, map(_split, self.addresses)))
        if link.startswith(_MAIL):
            return any(link.removeprefix(_MAIL).partition("@")[2] == host for host, _ in places)
        target = _split(link)
        return target is not None and any(
            target[0] == host and _is_below(target[1], path) for host, path in places
        )


def links_in(text: str) -> list[str]:
    """Each address or domain of it, disguised ones as they are meant."""
    return list(dict.fromkeys(_links(plain_form(text))))


def forbidden_links(text: str, allowed: AllowedLinks) -> list[str]:
    """Those that lead elsewhere."""
    return [link for link in links_in(text) if not allowed.allows(link)]


def has_markup(text: str) -> bool:
    """Links of Markdown, tags of HTML and the like: an answer is plain text."""
    return _MARKUP.search(plain_form(text)) is not None


def _links(plain: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(plain):
        scheme = match["scheme"].replace("xx", "tt")
        yield f"{scheme}://{match['rest'].rstrip('.,;:!?')}"
    rest = _ADDRESS.sub(" ", plain)
    for match in _DOMAIN.finditer(rest):
        # With a path, or in an alphabet that is encoded, a word with a dot is no slip of typing.
        if match["top"] in _TOPS or match["top"].startswith("xn--") or match["path"]:
            host = _DOTS.sub(".", match["host"])
            path = (match["path"] or "").rstrip(".,;:!?")
            yield f"{'mailto' if match['user'] else 'https'}://{match['user'] or ''}{host}{path}"
    yield from (f"https://{match.group()}" for match in _NUMBERED.finditer(rest))


def _split(link: str) -> tuple[str, str] | None:
    """Host and path of a plain web address; None for any other."""
    try:
        split = urlsplit(link if "://" in link else f"https://{link}")
        host, port = split.hostname, split.port
    except ValueError:
        return None
    is_plain = split.scheme in {"http", "https"} and not split.username and "\\" not in link
    if not host or not is_plain or ".." in split.path:
        return None
    named = host.removeprefix("www.")
    return (named if port is None else f"{named}:{port}"), split.path.rstrip("/")


def _is_below(path: str, allowed: str) -> bool:
    return not allowed or path == allowed or path.startswith(f"{allowed}/")
