"""The model process as it is, but that one word in a document burns CPU as a bad pattern would."""

import asyncio
import re
import sys
from pathlib import Path

from domain.knowledge import Chunk, KnowledgeDocument
from duralogue.wiring.model_process import LocalModels
from infra.model_process.serving import end_with, serve

BURN = "burnburnburn"


class Burning(LocalModels):
    async def cut(self, document: KnowledgeDocument) -> list[Chunk]:
        if BURN in document.body:
            re.match(r"(a|a)+b", "a" * 60)
        return await super().cut(document)


def main(arguments: list[str]) -> None:
    parent, connection, page = map(int, arguments)
    end_with(parent)
    models = Burning(Path(), 1, 1024 * 1024)
    asyncio.run(serve(connection, page, models.handlers()))


if __name__ == "__main__":
    main(sys.argv[1:])
