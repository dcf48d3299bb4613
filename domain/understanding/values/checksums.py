"""Check digits of identifiers: Luhn, remainder by 97 and by 11."""

from domain.bot.checksum import Checksum
from domain.payment_secrets import luhn

_TEN = 10


def passes(checksum: Checksum | None, identifier: str) -> bool:
    """Whether its check digits are right, letters and signs left aside; true without a rule."""
    if checksum is None:
        return True
    signs = [sign for sign in identifier.upper() if sign.isascii() and sign.isalnum()]
    digits = "".join(sign for sign in signs if sign.isdecimal())
    match checksum:
        case Checksum.LUHN:
            return len(digits) > 1 and luhn(digits)
        case Checksum.MOD97:
            return bool(digits) and int("".join(str(int(sign, 36)) for sign in signs)) % 97 == 1
        case Checksum.MOD11:
            return _by_eleven(digits + ("X" if signs[-1:] == ["X"] else ""))


def _by_eleven(digits: str) -> bool:
    """As ISBN-10 does: weights from the right, an X at the end for ten."""
    values = [_TEN if sign == "X" else int(sign) for sign in digits]
    total = sum(weight * value for weight, value in enumerate(reversed(values), 1))
    return len(values) > 1 and total % 11 == 0
