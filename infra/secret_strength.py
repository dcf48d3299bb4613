"""Which secrets are strong enough to start with; a weak one is refused before anything opens."""

import base64
import binascii
from typing import Annotated

from pydantic import AfterValidator, SecretStr

_MASTER_KEY_BYTES = 32
_SHORTEST_SECRET = 32
_FEWEST_DIFFERENT = 12
"""32 random bytes have fewer than 12 different ones about once in 10²⁵ times."""
_FEWEST_DIFFERENT_CHARACTERS = 8
"""32 random hexadecimal digits have fewer than 8 different ones about 4 times in 100 million."""


def _is_master_key(key: SecretStr) -> SecretStr:
    try:
        decoded = base64.b64decode(key.get_secret_value(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("must be 32 random bytes in base64") from error
    if len(decoded) != _MASTER_KEY_BYTES:
        raise ValueError(f"must be 32 random bytes in base64, this one has {len(decoded)}")
    if len(set(decoded)) < _FEWEST_DIFFERENT:
        raise ValueError("is not random: make one with `openssl rand -base64 32`")
    return key


def _is_strong(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if len(text) < _SHORTEST_SECRET:
        raise ValueError(f"must have at least {_SHORTEST_SECRET} characters")
    if len(set(text)) < _FEWEST_DIFFERENT_CHARACTERS:
        raise ValueError("is not random: make one with `openssl rand -hex 32`")
    return secret


MasterKey = Annotated[SecretStr, AfterValidator(_is_master_key)]
StrongSecret = Annotated[SecretStr, AfterValidator(_is_strong)]
