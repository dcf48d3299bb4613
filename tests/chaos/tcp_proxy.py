"""TCP wires between the parts of a stack, which can be cut.

`python tests/chaos/tcp_proxy.py FOLDER JSON`: the JSON names for each wire the port at which it
begins and the addresses that it leads to, of which the first that answers is taken. A file with a
wire's name in the folder cuts that wire, in the way that the file says, for as long as the file
exists. Standard library only, so that it starts at once.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

LOOPBACK = "127.0.0.1"
_LOOK_EVERY_S = 0.05
_CONNECT_WITHIN_S = 1.0
_AT_ONCE_BYTES = 65_536

_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Cut(StrEnum):
    """How a wire is cut."""

    REFUSE = "refuse"
    """What was open is closed, and so is at once what is new."""
    SILENT = "silent"
    """Nobody answers and nobody refuses; what was under way arrives when it is over."""
    FORGOTTEN = "forgotten"
    """Silent, and what was open then stays silent for good, as behind a firewall that forgot it."""


class Connection:
    """One connection through a wire, whose two halves end together unless it is forgotten."""

    def __init__(self, wire: "Wire", near: _Streams, far: _Streams) -> None:
        self.is_forgotten = False
        self.ended = asyncio.Event()
        self._wire = wire
        self._near, self._far = near, far

    async def carry(self) -> None:
        halves = [
            asyncio.create_task(self._pump(self._near[0], self._far[1])),
            asyncio.create_task(self._pump(self._far[0], self._near[1])),
        ]
        try:
            await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
            if self.is_forgotten:
                await asyncio.wait(halves)
        finally:
            for half in halves:
                half.cancel()
            await asyncio.gather(*halves, return_exceptions=True)
            self.close()
            self.ended.set()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(_AT_ONCE_BYTES):
                if not self.is_forgotten:
                    await self._wire.passable.wait()
                if not self.is_forgotten:
                    sink.write(data)
                    await sink.drain()

    def close(self) -> None:
        for _, writer in (self._near, self._far):
            writer.close()


class Wire:
    """Leads to the first of its targets that answers, beginning with the one that did last."""

    def __init__(self, targets: Sequence[str]) -> None:
        self.passable = asyncio.Event()
        self.passable.set()
        self._targets = list(targets)
        self._cut: Cut | None = None
        self._open: set[Connection] = set()

    def put(self, cut: Cut | None) -> None:
        """Cut it so, or mend it."""
        if cut is self._cut:
            return
        self._cut = cut
        if cut is None or cut is Cut.REFUSE:
            self.passable.set()
        else:
            self.passable.clear()
        for connection in list(self._open):
            connection.is_forgotten |= cut is Cut.FORGOTTEN
            if cut is Cut.REFUSE:
                connection.close()

    async def close(self) -> None:
        """End everything, also what is forgotten."""
        connections = list(self._open)
        for connection in connections:
            connection.close()
        await asyncio.gather(*(connection.ended.wait() for connection in connections))

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.passable.wait()
        far = None if self._cut is Cut.REFUSE else await self._reach()
        if far is None:
            writer.close()
            return
        connection = Connection(self, (reader, writer), far)
        self._open.add(connection)
        try:
            await connection.carry()
        finally:
            self._open.discard(connection)

    async def _reach(self) -> _Streams | None:
        for target in list(self._targets):
            host, _, port = target.rpartition(":")
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_CONNECT_WITHIN_S):
                    return await asyncio.open_connection(host, int(port))
            self._targets.append(self._targets.pop(0))
        return None


async def serve(folder: Path, wires: dict[str, tuple[int, list[str]]]) -> None:
    """Until cancelled."""
    laid = {name: Wire(targets) for name, (_, targets) in wires.items()}
    for name, (port, _) in wires.items():
        await asyncio.start_server(laid[name].accept, LOOPBACK, port)
    while True:
        for name, wire in laid.items():
            wire.put(_cut_in(folder / name))
        await asyncio.sleep(_LOOK_EVERY_S)


def _cut_in(file: Path) -> Cut | None:
    with suppress(FileNotFoundError):
        said = file.read_text()
        return Cut(said) if said else None
    return None


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), json.loads(sys.argv[2])))
