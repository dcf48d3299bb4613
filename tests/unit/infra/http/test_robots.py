"""robots.txt: the longest pattern that fits decides."""

import pytest

from infra.http.robots import read_robots

TEXT = """
User-agent: *
Disallow: /private   # not for machines
Allow: /private/help
Disallow: /*.pdf$
Disallow: /a*b*c
Crawl-delay: 2

User-agent: OtherBot
User-agent: Third
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/", True),
        ("/private", False),
        ("/private/x", False),
        ("/private/help/a", True),
        ("/manual.pdf", False),
        ("/manual.pdf?x=1", True),
        ("/axxbxxc/d", False),
        ("/axxcxxb", True),
    ],
)
def test_the_rules_for_everybody_hold_for_us(path: str, is_allowed: bool) -> None:  # noqa: FBT001
    """Those for others do not."""
    robots = read_robots(TEXT)
    assert robots.allows(path) is is_allowed
    assert robots.delay_s == 2


def test_rules_for_us_win_over_those_for_everybody() -> None:
    """Also where they come first, or allow everything."""
    ours = read_robots("User-Agent: Duralogue\nDisallow:\n\nUser-agent: *\nDisallow: /\n")
    assert ours.allows("/anything")
    assert not read_robots("User-agent: *\nDisallow: /\n").allows("/anything")


@pytest.mark.parametrize("text", ["", "<html>not found</html>", "Disallow: /", "\x00" * 99, "a:b"])
def test_what_is_no_robots_file_forbids_nothing(text: str) -> None:
    """Some sites answer everything with a page."""
    assert read_robots(text).allows("/")


def test_many_stars_take_linear_time() -> None:
    """A pattern of 500 stars over a long path."""
    robots = read_robots("User-agent: *\nDisallow: /" + "*a" * 200 + "b$\n")
    assert robots.allows("/" + "a" * 2_000)
