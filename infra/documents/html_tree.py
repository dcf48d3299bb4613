"""A page as a small tree of its own: bounded in size and depth, without what is never shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.errors import ConfigurationError

MOST_ELEMENTS = 400_000
DEEPEST = 120
"""What is nested deeper stands at this depth."""

_NEVER_SHOWN = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "area audio base canvas del embed iframe link map math meta noscript object option picture "
        "s script select source strike style svg template textarea title track video"
    ).split()
)
_NESTS = re.compile(
    r"<(/?)(?:div|span|table|ul|ol|section|article|blockquote|b|i|em|strong|font|a|dl|form)[\s>]",
    re.IGNORECASE,
)
_MOST_DEPTHS = 5_000
_DOES_NOT_COUNT = ("mailto:", "tel:")


@dataclass(eq=False)
class Element:
    """An element, or a text where `tag` is ""."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    characters: int = 0
    """Of text in it, blanks left out."""
    linked: int = 0
    """Of these, in links."""
    links: int = 0
    has_button: bool = False
    has_heading: bool = False

    def attribute(self, name: str) -> str:
        return (self.attributes.get(name) or "").strip()

    def within(self) -> Iterator["Element"]:
        """Itself and all below, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def words(self) -> str:
        """All text in it, in one line."""
        parts = ("\n" if e.tag == "br" else e.text for e in self.within())
        return " ".join("".join(parts).split())


@dataclass
class Page:
    """The body, and what the head says."""

    body: Element
    title: str
    meta: dict[str, str]


def parse_page(markup: str) -> Page:
    """Raise ConfigurationError for one that is too large."""
    _refuse_depths(markup)
    parser = LexborHTMLParser(markup)
    head = parser.css_first("title")
    meta: dict[str, str] = {}
    for node in parser.css("meta")[:200]:
        said = node.attributes
        name = (said.get("name") or said.get("property") or "").strip().lower()
        meta.setdefault(name, (said.get("content") or "").strip())
    body = parser.body
    tree = _tree_of(body) if body is not None else Element("body")
    return Page(tree, " ".join(head.text().split()) if head else "", meta)


def _refuse_depths(markup: str) -> None:
    """The parser's own time grows with the square of the depth."""
    depth = 0
    for found in _NESTS.finditer(markup):
        depth = max(depth + (-1 if found[1] else 1), 0)
        if depth > _MOST_DEPTHS:
            raise ConfigurationError(f"its elements are nested more than {_MOST_DEPTHS:,} deep")


def _tree_of(body: LexborNode) -> Element:
    root = Element("body", dict(body.attributes))
    made = [(root, root)]
    waiting: list[tuple[LexborNode, Element, int]] = [(body, root, 0)]
    while waiting:
        node, parent, depth = waiting.pop()
        child = node.first_child
        inner = []
        while child is not None:
            element = _element(child)
            if element is not None:
                if len(made) > MOST_ELEMENTS:
                    raise ConfigurationError(f"a page has at most {MOST_ELEMENTS:,} elements")
                parent.children.append(element)
                made.append((element, parent))
                is_deepest = depth >= DEEPEST
                inner.append((child, parent if is_deepest else element, depth + (not is_deepest)))
            child = child.next
        waiting.extend(entry for entry in reversed(inner) if entry[0].is_element_node)
    for element, parent in reversed(made):
        _count(element, parent)
    return root


def _element(node: LexborNode) -> Element | None:
    if node.is_text_node:
        text = node.text_content or ""
        return Element("", text=text, characters=len("".join(text.split())))
    if not node.is_element_node or node.tag in _NEVER_SHOWN:
        return None
    return Element(str(node.tag), dict(node.attributes))


def _count(element: Element, parent: Element) -> None:
    """Children come after their parents, so that counting backwards meets them first."""
    if element is parent:
        return
    if element.tag == "a" and not element.attribute("href").startswith(_DOES_NOT_COUNT):
        element.linked, element.links = element.characters, 1
    element.has_button |= element.tag in {"button", "input"}
    element.has_heading |= len(element.tag) == 2 and element.tag[0] == "h" and element.tag != "hr"  # noqa: PLR2004
    parent.characters += element.characters
    parent.linked += element.linked
    parent.links += element.links
    parent.has_button |= element.has_button
    parent.has_heading |= element.has_heading
