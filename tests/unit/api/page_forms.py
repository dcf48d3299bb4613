"""Forms of pages, as a browser reads and sends them."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """What is filled in or chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        is_off = said.get("type") in {"radio", "checkbox"} and "checked" not in said
        if tag == "input" and name and not is_off:
            self.found.setdefault(name, said.get("value", ""))
        self._area = name if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] = data
            self._area = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def fields_of(page: str) -> dict[str, str]:
    """Of the first form that leaves checking to the server."""
    begin = page.index("novalidate>")
    reader = _Fields()
    reader.feed(page[begin : page.index("</form>", begin)])
    return reader.found
