"""Strength of secrets: a weak one is refused before anything starts."""

import base64
import binascii
from typing import Annotated

from pydantic import AfterValidator, SecretStr

from domain.signing_keys import signing_keys

_MASTER_KEY_BYTES = 32
_SHORTEST_SECRET = 32
_FEWEST_DIFFERENT = 12
"""32 random bytes have fewer than 12 different ones about once in 10²⁵ times."""
_FEWEST_DIFFERENT_CHARACTERS = 8
"""32 random hexadecimal digits have fewer than 8 different ones about 4 times in 100 million, 64
practically never."""


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
    _check(secret.get_secret_value())
    return secret


def _are_strong(secrets: SecretStr) -> SecretStr:
    keys = signing_keys(secrets.get_secret_value())
    for number, key in enumerate(keys, start=1):
        try:
            _check(key.secret)
        except ValueError as error:
            which = f"secret {number} of {len(keys)} " if key.key_id else ""
            raise ValueError(f"{which}{error}") from error
    return secrets


def _check(text: str) -> None:
    if len(text) < _SHORTEST_SECRET:
        raise ValueError(f"must have at least {_SHORTEST_SECRET} characters")
    if len(set(text)) < _FEWEST_DIFFERENT_CHARACTERS:
        raise ValueError("is not random: make one with `openssl rand -hex 32`")


MasterKey = Annotated[SecretStr, AfterValidator(_is_master_key)]
StrongSecret = Annotated[SecretStr, AfterValidator(_is_strong)]
SigningSecrets = Annotated[SecretStr, AfterValidator(_are_strong)]
"""One secret, or several with their ids, each of them strong."""
