"""A worker whose model process has something to burn."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from infra.model_process.jobs import Job
from infra.model_process.process import ModelProcess
from tests.integration.model_process.test_process import PROGRAM
from tests.support import eventually


async def main(folder: Path) -> None:
    async with ModelProcess(PROGRAM, budget=timedelta(minutes=1)) as process:
        process.start()
        await eventually(lambda: process.pid is not None)
        (folder / "pid").write_text(str(process.pid))
        text = str(folder / "begun")
        await process.run(Job("burn", lambda _: (text,), b"1", b"1", timedelta(minutes=1)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
