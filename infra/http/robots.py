"""A site's robots.txt: which paths our user agent may read, and how slowly (RFC 9309)."""

from collections.abc import Iterator
from dataclasses import dataclass

USER_AGENT = "Duralogue"
LARGEST = 512 * 1024
_MOST_LINES, _MOST_RULES, _LONGEST_PATTERN = 20_000, 2_000, 500
_SLOWEST_S = 10.0


@dataclass(frozen=True)
class Robots:
    """The rules for us. Without any, everything may be read."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Patterns of paths, and whether they are allowed."""
    delay_s: float = 0.0

    def allows(self, path: str) -> bool:
        """The longest pattern that fits decides; of two as long, the one that allows."""
        best, allowed = -1, True
        for pattern, allows in self.rules:
            if len(pattern) >= best and _fits(pattern, path):
                allowed = allows or (allowed and len(pattern) == best)
                best = len(pattern)
        return allowed


def read_robots(text: str) -> Robots:
    """The group for our user agent, else that for all."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    agents: list[str] = []
    is_head = False
    for key, value in _lines(text):
        if key == "user-agent":
            agents = [*agents, value.lower()] if is_head else [value.lower()]
            groups.setdefault(value.lower(), [])
            is_head = True
            continue
        is_head = False
        for agent in agents:
            if key in {"allow", "disallow"} and value and len(groups[agent]) < _MOST_RULES:
                groups[agent].append((value[:_LONGEST_PATTERN], key == "allow"))
            elif key == "crawl-delay":
                delays[agent] = _seconds(value)
    ours = USER_AGENT.lower() if USER_AGENT.lower() in groups else "*"
    return Robots(tuple(groups.get(ours, ())), delays.get(ours, 0.0))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines()[:_MOST_LINES]:
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _seconds(value: str) -> float:
    try:
        return min(max(float(value), 0.0), _SLOWEST_S)
    except ValueError:
        return 0.0


def _fits(pattern: str, path: str) -> bool:
    """`*` stands for anything, `$` for the end; each part is looked for once, left to right."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for place, part in enumerate(others):
        is_last = place + 1 == len(others)
        if is_last and is_whole:
            return len(path) - len(part) >= at and path.endswith(part)
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not is_whole or at == len(path)
