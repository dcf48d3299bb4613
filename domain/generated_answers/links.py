"""Links in a text, plain or disguised, and whether a tenant's answer may hold them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.generated_answers.plain_form import plain_form
from domain.understanding.word_sets import word_set
from domain.values import Frozen

_SCHEMES = (
    r"h(?:tt|xx)ps?|ftps?|javascript|data|vbscript|file|mailto|tel|sms|wss?|ssh|blob|intent|geo|sip"
    r"|whatsapp|tg|skype|callto|facetime|magnet|market|bitcoin|ethereum|litecoin|monero|upi|viber"
)
_ADDRESS = re.compile(
    rf"(?P<scheme>{_SCHEMES})\s?:(?://|\\\\)?(?P<rest>[^\s<>\"'()\[\]{{}}|^`]{{1,2000}})"
    r"|(?<![a-z0-9+.-])(?P<own>[a-z][a-z0-9+.-]{1,20})\s?:\s?//(?P<there>[^\s<>\"'()\[\]{}|^`]{1,2000})"
)
"""Those that need no slashes, and any at all with them: apps have schemes of their own."""
_SPOKEN = r"dot|punkt|point|punto|ponto|kropka|tochka"
_DOT = (
    r"(?:[.\u3002]{1,3}|\s?[.,\u00b7\u2022\u2219\u22c5\u30fb]\s?(?=(?:com|net|org)\b)"
    rf"|\s(?:{_SPOKEN})\s|\s?[\[({{]\s?(?:\.|{_SPOKEN})\s?[\])}}]\s?)"
)
_DOTS = re.compile(_DOT)
_IS_SPOKEN = re.compile(rf"\.\.|[\s\[({{](?:{_SPOKEN})[\s\])}}]")
_PICTURES = r"\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_LETTER = rf"[\w{_PICTURES}]"
"""Of a host: pictures are letters, too."""
_DOMAIN = re.compile(
    rf"(?<![\w@.{_PICTURES}-])(?P<user>[\w.+-]{{1,64}}@)?"
    rf"(?P<host>{_LETTER}(?:{_LETTER}|-){{0,62}}(?:{_DOT}{_LETTER}(?:{_LETTER}|-){{0,62}})"
    rf"{{0,5}}{_DOT}(?P<top>[a-z][a-z0-9-]{{1,30}}))(?![\w'\u2019])"
    r"(?::\d{1,5})?(?P<path>/[^\s<>\"'()\[\]{}|^`]{0,500})?"
)
_WWW = re.compile(
    r"\bwww\d?(?:\.|\s(?:dot\s|punkt\s)?)(?P<host>[\w-]{2,63})[.\s](?P<top>[a-z]{2,24})\b"
)
"""Whoever says so means an address, whatever the top domain."""
_APART = re.compile(r"(?<=(?<![^\s.])\w)\s(?=\w(?![^\s.]))")
"""Between letters that stand alone: "dot c o m"."""
_TOPS = word_set(
    "com net org info biz io ai app dev co me tv cc xyz top club online site shop store link",
    "click live pro cloud tech zip mov ru cn de at ch uk eu fr es it nl pl se no dk fi us ca au",
    "jp in br mx tr gr pt be cz hu ro ua ly gg sh to ws example test invalid local onion page web",
    "one world today support help bank gov edu int mil name mobi asia tel travel rocks life icu",
    "vip win loan men gift fun host press space website tokyo cam buzz monster cyou sbs lol quest",
    "zone network systems solutions agency media blog social software digital finance credit cash",
    "bond party review trade date racing science download stream work kim bid webcam faith",
    "accountant cricket country gdn xin ren wang ooo ltd email chat group team center company",
    "services rest market money pay gifts deals sale discount coupons promo bargains reviews",
    "directory tips guide care health clinic law tax legal school academy studio design art games",
    "casino bet poker dating berlin hamburg wien swiss london paris nyc ninja guru expert plus",
    "best cool beauty autos boats homes hair skin makeup mom yachts",
    "motorcycles christmas bar cafe pizza kz ir il sa ae th vn id ph sg hk tw kr za ng ke eg ma",
    "ar cl pe ve uy ec bo py cr pa su lv lt ee sk si hr rs bg al mk ba ge az uz kg tj mn np lk pk",
    "bd kh fm pw tk ml ga cf gq nu vu ag sc vc gs ms tc bz mu je gl fo lu mc sm va ad cat jobs",
    "post aero coop museum vegas",
)
"""Top domains by which a word with a dot in it is a link: "Friday.The" is none."""
_SPOKEN_TOPS = word_set(
    "com net org info biz io co de ch eu uk fr ru it es pl nl shop online site link app example",
    "xyz",
)
"""By which a dot in words, or one too many, is a dot: "the point is", "der Punkt in der Liste"."""
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
    plain = plain_form(text)
    joined = _APART.sub("", plain)
    return list(dict.fromkeys((*_links(plain), *(_links(joined) if joined != plain else ()))))


def forbidden_links(text: str, allowed: AllowedLinks) -> list[str]:
    """Those that lead elsewhere."""
    return [link for link in links_in(text) if not allowed.allows(link)]


def has_markup(text: str) -> bool:
    """Links of Markdown, tags of HTML and the like: an answer is plain text."""
    return _MARKUP.search(plain_form(text)) is not None


def _links(plain: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(plain):
        scheme = (match["scheme"] or match["own"]).replace("xx", "tt")
        yield f"{scheme}://{(match['rest'] or match['there']).rstrip('.,;:!?')}"
    rest = _ADDRESS.sub(" ", plain)
    for match in _DOMAIN.finditer(rest):
        if _is_domain(match):
            host = _DOTS.sub(".", match["host"])
            path = (match["path"] or "").rstrip(".,;:!?")
            yield f"{'mailto' if match['user'] else 'https'}://{match['user'] or ''}{host}{path}"
    if "www" in rest:
        left = _DOMAIN.sub(lambda match: " " if _is_domain(match) else match.group(), rest)
        yield from (f"https://www.{one['host']}.{one['top']}" for one in _WWW.finditer(left))
    yield from (f"https://{match.group()}" for match in _NUMBERED.finditer(rest))


def _is_domain(match: re.Match[str]) -> bool:
    """With a path, or in an alphabet that is encoded, a word with a dot is no slip of typing."""
    top = match["top"]
    if _IS_SPOKEN.search(match["host"]):
        return top in _SPOKEN_TOPS
    return top in _TOPS or top.startswith("xn--") or bool(match["path"])


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
