"""A tenant's `knowledge/sources.yaml`: pages on the web, and what its files do not say."""

from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from domain.durations import lasting, parse_duration
from domain.knowledge import Audience
from domain.values import Strict
from domain.web_addresses import AllowedPages, PageAddress

MOST_SOURCES, MOST_PAGES = 50, 5_000
_WORDS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
}
_SHORTEST, _LONGEST = timedelta(minutes=15), timedelta(days=30)


def _interval(value: Any) -> Any:
    if isinstance(value, str) and value.strip().lower() in _WORDS:
        return _WORDS[value.strip().lower()]
    read = parse_duration(value)
    is_stored = isinstance(read, str) and read.startswith("P")
    if isinstance(read, timedelta) or is_stored:
        return read
    raise ValueError("must be hourly, daily, weekly, or a duration such as 6h")


def _address(value: str) -> str:
    """Without its fragment, the origin as a browser writes it."""
    return PageAddress.of(value).url


KeepFresh = Annotated[timedelta, BeforeValidator(_interval), lasting(_SHORTEST, _LONGEST)]
Address = Annotated[str, AfterValidator(_address)]
SourceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class WebSource(Strict):
    """Pages that are read from the web and kept fresh: listed one by one, or by a sitemap or feed
    within `allow`."""

    name: SourceName
    pages: tuple[Address, ...] = ()
    sitemap: Address | None = None
    feed: Address | None = None
    allow: tuple[Address, ...] = ()
    """Where pages may lie: `https://www.example.com/help` is that page and all below it."""
    deny: tuple[Address, ...] = ()
    audience: Audience = Audience.PUBLIC
    """For pages that do not say otherwise themselves; a page cannot widen it."""
    valid_until: date | None = None
    keep_fresh: KeepFresh | None = None
    most_pages: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 500

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        named = [n for n in ("pages", "sitemap", "feed") if getattr(self, n)]
        if len(named) != 1:
            raise ValueError("name exactly one of pages, sitemap and feed")
        if not self.pages and not self.allow:
            raise ValueError(
                "allow: say where the pages may lie, such as [https://www.example.com/help]"
            )
        return self

    @property
    def allowed(self) -> AllowedPages:
        """Pages that are listed one by one allow themselves."""
        return AllowedPages.of(self.allow or self.pages, self.deny)


class FileSettings(Strict):
    """What a file that has no front matter is called, and for whom it is."""

    title: str | None = None
    audience: Audience | None = None
    valid_until: date | None = None
    url: Address | None = None


class KnowledgeSettings(Strict):
    """The whole of the file; without one, every file is public and nothing is read from the web."""

    keep_fresh: KeepFresh = timedelta(days=1)
    sources: Annotated[tuple[WebSource, ...], Field(max_length=MOST_SOURCES)] = ()
    files: dict[str, FileSettings] = Field(default_factory=dict)
    """By path within knowledge/, or a pattern such as `manuals/*.pdf`; the first that fits."""

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [source.name for source in self.sources]
        if "index" in names:
            raise ValueError("a source cannot be called index")
        if twice := next((n for n in names if names.count(n) > 1), None):
            raise ValueError(f"two sources are called {twice}")
        return self

    def source(self, name: str) -> WebSource | None:
        """By its name; None where the tenant has no such source any more."""
        return next((source for source in self.sources if source.name == name), None)

    def interval(self, source: WebSource) -> timedelta:
        """How often it is looked at."""
        return source.keep_fresh or self.keep_fresh

    def shortest_interval(self) -> timedelta | None:
        """Of all sources; None without any."""
        return min(map(self.interval, self.sources), default=None)

    def file(self, path: str) -> FileSettings:
        """What is said of a file by its path within knowledge/."""
        if path in self.files:
            return self.files[path]
        return next((f for p, f in self.files.items() if fnmatchcase(path, p)), FileSettings())
