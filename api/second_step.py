"""Between a right password and its code: who has got that far, signed and for five minutes."""

import time
from typing import Final

import jwt

from api.dependencies import Gateway
from domain.errors import NotAuthenticated
from domain.signing_keys import signing_keys
from domain.staff import StaffMember

_LIFE_SECONDS: Final = 300
_AUDIENCE: Final = "duralogue-second-step"
_LONGEST: Final = 2_000


def step_of(gateway: Gateway, member: StaffMember) -> str:
    """What the form for the code carries; it opens nothing by itself."""
    key = signing_keys(gateway.settings.session_secret)[0]
    claims = {
        "aud": _AUDIENCE,
        "exp": int(time.time()) + _LIFE_SECONDS,
        "member": member.model_dump(mode="json"),
    }
    return jwt.encode(claims, key.secret, algorithm="HS256")


def member_at_step(gateway: Gateway, tenant_id: str, step: str) -> StaffMember:
    """Raise NotAuthenticated for one that is none, or that is over."""
    for key in signing_keys(gateway.settings.session_secret):
        try:
            claims = jwt.decode(
                step[:_LONGEST], key.secret, algorithms=["HS256"], audience=_AUDIENCE
            )
        except jwt.PyJWTError:
            continue
        member = StaffMember.model_validate(claims["member"])
        if member.tenant_id == tenant_id:
            return member
    raise NotAuthenticated("Begin again: too much time has passed.")
