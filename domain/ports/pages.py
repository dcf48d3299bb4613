"""What a page of a document is made with."""

from typing import Protocol

from domain.knowledge import Section


class PageReader(Protocol):
    """Takes a document's markdown apart at its headings, to be shown."""

    def sections(self, body: str) -> list[Section]: ...
