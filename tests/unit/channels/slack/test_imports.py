"""The vendor's SDK is imported by the first call: the gateway is ready before that."""

import subprocess
import sys


def test_the_channels_are_wired_without_the_sdk() -> None:
    """Importing it takes a good part of the second that the gateway has."""
    asked = (
        "import sys, duralogue.wiring.channels;"
        "print([name for name in ('slack_sdk', 'slack_bolt', 'aiohttp') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"
