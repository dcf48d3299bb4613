"""Acme as it is benchmarked: with the widest limits, patient, and with a form to fill in."""

import re
import shutil
from pathlib import Path

ACME = Path(__file__).parents[1] / "tenants" / "acme"

_REPLACED = {
    "limits": "{plan: bench, messages_per_minute: 6000, burst: 1000,"
    " tenant_messages_per_minute: 600000, tenant_burst: 100000}",
    # A saturated machine shall answer late rather than say that it will.
    "never_silent": "{holding_after: 100s, failure_after: 110s}",
}
_ADDED = {
    "intents.yaml": """
  book_fitting:
    - book a fitting
    - I'd like to book a fitting
    - a fitting appointment please
    - can I try it on in a fitting
    - arrange a fitting for me
    - fitting
""",
    "slots.yaml": """
fitting_day: {type: enum, ask: ask_fitting_day, values: {monday: [mon], tuesday: [tue]}}
fitting_time: {type: enum, ask: ask_fitting_time, values: {morning: [early], evening: [late]}}
fitting_size: {type: enum, ask: ask_fitting_size, values: {small: [tiny], large: [huge]}}
""",
    "responses.yaml": """
ask_fitting_day: On which day?
ask_fitting_time: At what time of the day?
ask_fitting_size: In which size?
fitting_booked: Booked, see you then!
""",
    "flows/fitting.yaml": """book_fitting:
  when: book_fitting
  title: Book a fitting
  about: your fitting
  description: Three slots and no tool.
  steps:
    - collect: fitting_day
    - collect: fitting_time
    - collect: fitting_size
    - say: fitting_booked
""",
}


def roomy_tenant(home: Path) -> Path:
    """A copy in this home."""
    folder = home / "tenants" / "acme"
    shutil.copytree(ACME, folder)
    file = folder / "tenant.yaml"
    text = file.read_text()
    for key, value in _REPLACED.items():
        text, found = re.subn(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.MULTILINE)
        if not found:
            raise LookupError(f"{file} has no line for {key}")
    file.write_text(text)
    for name, more in _ADDED.items():
        with (folder / name).open("a") as added_to:
            added_to.write(more)
    return folder
