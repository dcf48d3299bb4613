"""Numbers of things, as a sentence says them."""


def counted(number: int, thing: str, things: str | None = None) -> str:
    """ "1 error", "2 errors", "1 reply", "2 replies" (where `things` is given)."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"
