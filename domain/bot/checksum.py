"""Ways to count the check digits of a tenant's identifiers."""

from enum import StrEnum


class Checksum(StrEnum):
    """How the last digits of an identifier check the others."""

    LUHN = "luhn"
    MOD97 = "mod97"
    MOD11 = "mod11"
