"""`python -m example_practice openapi`, as a process of its own."""

import asyncio
import sys
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "tenants/dentist/openapi/practice.json"


async def test_the_document_that_the_tenant_references_is_todays() -> None:
    """
    The committed file and the command's output are the same.
    """
    command = (sys.executable, "-m", "example_practice", "openapi")
    process = await asyncio.create_subprocess_exec(*command, stdout=-1)
    async with asyncio.timeout(120):
        printed, _ = await process.communicate()

    committed = await asyncio.to_thread(DOCUMENT.read_bytes)
    assert printed == committed, "run: python -m example_practice openapi"
