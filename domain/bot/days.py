"""Days of the week as keys of a file: `mon`, `mon-fri`; and what was meant by other spellings."""

_STARTS = {
    "mo": "mon", "tu": "tue", "di": "tue", "we": "wed", "mi": "wed", "th": "thu", "do": "thu",
    "fr": "fri", "sa": "sat", "su": "sun", "so": "sun",
}  # fmt: skip
_LONGEST = 25


def day_key_meant(key: str) -> str | None:
    """`mo-fr`, `Monday to Friday` and `montag-freitag` are `mon-fri`; None for no days at all."""
    words = key[:_LONGEST].casefold().replace("–", "-").replace(" to ", "-").replace(" bis ", "-")  # noqa: RUF001
    parts = [part.strip(" .") for part in words.replace("_", "-").split("-")]
    days = [_STARTS.get(part[:2]) for part in parts]
    if not 1 <= len(days) <= 2 or any(day is None for day in days):  # noqa: PLR2004 - a span
        return None
    return "-".join(day for day in days if day)
