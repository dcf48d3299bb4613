"""The main content of a page: what is left without navigation, footers, banners and lists of links.

One rule for all pages, by what elements are and how much of their text is links.
"""

import re

from infra.documents.html_tree import Element

_CHROME = frozenset({"nav", "footer", "dialog", "menu"})
_ROLES = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "alert alertdialog banner complementary contentinfo dialog menu menubar navigation search "
        "toolbar"
    ).split()
)
_PAGE_LEVEL = frozenset({"header", "aside"})
_ASKING = frozenset({"cookie", "cookies", "consent", "gdpr", "newsletter", "signup", "subscribe"})
"""With a button in it: a banner, and no section about cookies."""
_ALWAYS = frozenset(
    (  # noqa: SIM905 - as above
        "breadcrumb breadcrumbs footer navbar pager pagination popup share sharing skiplink "
        "sitenav skip"
    ).split()
)
_WHERE_LINKED = frozenset(
    "header links menu nav navigation related sidebar social tags teaser toc".split()  # noqa: SIM905
)
_TOO_MUCH = 0.4
"""Of the page's text: what holds more is no banner, whatever its class says."""
_HALF, _MOSTLY, _FEW_LINKS = 0.5, 0.8, 3
_LEAST = 120
"""Characters: where less is left, the rule was wrong about this page."""
_BLOCKS = frozenset({"div", "section", "ul", "ol", "p", "table", "aside"})
_WORD = re.compile(r"[a-z]+")


def main_content(body: Element) -> Element:
    """The element whose content is read; what does not belong to it has been taken out of it."""
    opened = {
        e.attribute("aria-controls") for e in body.within() if "aria-controls" in e.attributes
    }
    root = _root(body)
    kept = _without(root, body, opened, is_main=root is not body, by_names=True)
    if kept.characters < min(_LEAST, root.characters):
        kept = _without(root, body, opened, is_main=True, by_names=False)
    return kept


def _root(body: Element) -> Element:
    mains = [e for e in body.within() if e.tag == "main" or e.attribute("role") == "main"]
    if mains and mains[0].characters >= min(_LEAST, body.characters):
        return mains[0]
    articles = [e for e in body.within() if e.tag == "article"]
    if len(articles) == 1 and articles[0].characters > body.characters * _HALF:
        return articles[0]
    return body


def _without(
    element: Element, body: Element, opened: set[str], *, is_main: bool, by_names: bool
) -> Element:
    """A copy; the depth of a tree is bounded where it is made."""
    copy = Element(element.tag, element.attributes, element.text)
    copy.characters = element.characters if not element.tag else 0
    for child in element.children:
        inner = is_main or child.tag in {"main", "article"}
        if _is_hidden(child, opened) or (_is_chrome(child, body, is_main, by_names=by_names)):
            continue
        kept = _without(child, body, opened, is_main=inner, by_names=by_names)
        copy.children.append(kept)
        copy.characters += kept.characters
    return copy


def _is_hidden(element: Element, opened: set[str]) -> bool:
    """What a click on the page opens, as answers under questions, is not hidden for good."""
    if not element.tag or (element.attribute("id") and element.attribute("id") in opened):
        return False
    style = "".join(element.attribute("style").lower().split())
    is_hidden = (
        ("hidden" in element.attributes and element.attribute("hidden") != "until-found")
        or element.attribute("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )
    is_answer = element.attribute("role") == "region" or "aria-labelledby" in element.attributes
    return is_hidden and not is_answer


def _is_chrome(element: Element, body: Element, is_main: bool, *, by_names: bool) -> bool:  # noqa: FBT001
    if not element.tag or element.tag in {"main", "article", "body"}:
        return False
    if element.tag in _CHROME or element.attribute("role") in _ROLES:
        return True
    if element.tag in _PAGE_LEVEL and not is_main:
        return True
    return by_names and (_is_named_so(element, body) or _is_list_of_links(element))


def _is_named_so(element: Element, body: Element) -> bool:
    if element.characters > body.characters * _TOO_MUCH:
        return False
    said = f"{element.attribute('class')} {element.attribute('id')}".lower()[:500]
    names = set(_WORD.findall(said))
    if names & _ALWAYS or (names & _ASKING and element.has_button):
        return True
    return bool(names & _WHERE_LINKED) and element.linked > element.characters * _HALF


def _is_list_of_links(element: Element) -> bool:
    return (
        element.tag in _BLOCKS
        and not element.has_heading
        and element.links >= _FEW_LINKS
        and element.linked >= element.characters * _MOSTLY
    )
