"""A tenant's settings as they were stored by earlier releases."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.tenant_settings import TenantConfig

STORED = {"tenant": "acme", "branding": {"name": "Ava"}}
WEB = {"session_lasts": "P30D", "allowed_origins": ["https://shop.example"]}


def test_a_bot_that_was_published_with_the_old_key_still_loads() -> None:
    """Conversations keep the revision with which they began, for weeks."""
    old = TenantConfig.model_validate(STORED | {"web": WEB})
    new = TenantConfig.model_validate(STORED | {"channels": {"web": WEB}})

    assert old == new
    assert old.channels.web.session_lasts == timedelta(days=30)
    assert TenantConfig.model_validate_json(old.model_dump_json()) == old


def test_both_keys_at_once_were_never_stored() -> None:
    """What contradicts itself is an error, not one of the two."""
    with pytest.raises(ValidationError):
        TenantConfig.model_validate(STORED | {"web": WEB, "channels": {"web": WEB}})
