"""The OpenAPI document as a file: `python -m api.openapi docs/reference/openapi.json`."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from api.app import create_app
from api.dependencies import GatewayPorts, GatewaySettings

_NO_SECRET = "only needed to make the application, which is never started"  # noqa: S105


def document() -> str:
    """Describe the API as it is now, in a form that can be compared line by line."""

    @asynccontextmanager
    async def never_opened() -> AsyncIterator[GatewayPorts]:
        raise NotImplementedError
        yield

    app = create_app(never_opened, GatewaySettings(session_secret=_NO_SECRET))
    return json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
