"""Secrets that sign, with the ids by which one is told from the next while they change."""

import re
from typing import Final, NamedTuple

_PART: Final = re.compile(r"([A-Za-z0-9_-]{1,32}):(.+)", re.DOTALL)
_MOST: Final = 8


class SigningKey(NamedTuple):
    """A secret and its id; a single secret needs no id."""

    key_id: str | None
    secret: str


def signing_keys(written: str) -> tuple[SigningKey, ...]:
    """Read `new:secret,old:secret`, of which the first signs, or a bare secret without an id.

    Raise ValueError, without a word of any secret.
    """
    parts = [part.strip() for part in written.split(",")]
    found = [_PART.fullmatch(part) for part in parts]
    if not any(found):
        return (SigningKey(None, written),)
    keys = tuple(SigningKey(each[1], each[2]) for each in found if each)
    if len(keys) < len(parts):
        raise ValueError("must be one secret, or each one with its id: new:secret,old:secret")
    if len({key.key_id for key in keys}) < len(keys):
        raise ValueError("names two secrets by the same id")
    if len(keys) > _MOST:
        raise ValueError(f"must have at most {_MOST} secrets")
    return keys
