"""Makes spec_codes.json from Twilio's API description, twilio/twilio-oai on GitHub:

python -m tests.unit.channels.sms.spec_codes twilio_api_v2010.json
"""

import json
import re
import sys
from pathlib import Path

_NAMED = re.compile(r"\\?\"(?:error_code|ErrorCode|error_number)\\?\":\s*\\?\"?([0-9]{5})\b")
_SAID = re.compile(r"[Ee]rror(?: code)? `?([0-9]{5})`?\b")
_CALLED = re.compile(r"\bErrorCode=([0-9]{5})\b")


def codes_in(description: str) -> list[int]:
    """Every error code that an example or a sentence of it names."""
    found = {each for pattern in (_NAMED, _SAID, _CALLED) for each in pattern.findall(description)}
    return sorted(map(int, found))


def main(path: str) -> None:
    facts = {
        "source": "twilio/twilio-oai, spec/json/twilio_api_v2010.json",
        "codes": codes_in(Path(path).read_text()),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
