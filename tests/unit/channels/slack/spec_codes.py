"""Write `spec_codes.json`: the error codes that a description of Slack's Web API names.

python -m tests.unit.channels.slack.spec_codes path/to/slack_web_openapi_v3.json
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CODES = Path(__file__).with_name("spec_codes.json")
_USED = re.compile(
    r"/api/(chat\.(postMessage|update|postEphemeral|delete|\w*Stream)|views\.\w+"
    r"|conversations\.(history|replies|info|open)|auth\.(test|revoke)|oauth\.v2\.access)"
)


def codes_in(spec: dict[str, Any]) -> list[str]:
    """Of the methods that Duralogue calls, in the order of the alphabet."""
    used = [methods for path, methods in spec["paths"].items() if _USED.fullmatch(path)]
    return sorted(set(_errors(used)))


def _errors(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _errors(each)
    elif isinstance(node, dict):
        error = node.get("error")
        if isinstance(error, str):
            yield error
        elif isinstance(error, dict):
            yield from error.get("enum", ())
        yield from _errors(list(node.values()))


if __name__ == "__main__":
    found = codes_in(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    CODES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
