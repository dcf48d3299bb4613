"""A real Elasticsearch node on this machine, which tests start, kill and start again.

    python -m tests.elasticsearch_node.node

builds it, as `make elasticsearch` does first, and says what is missing.
"""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from duralogue.embedded.endpoints import LOOPBACK, choose_port

_HERE = Path(__file__).parent
BUILT = _HERE.parent.parent / "build" / "elasticsearch_node"
_MAIN = "org.elasticsearch.plugins.NodeForTests"
_LEAST_JDK = 21
_JDKS = Path("/usr/lib/jvm")
_VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)
_HEAP = "512m"
_GREEN_WITHIN_S = 120
_LOOK_EVERY_S = 0.1
_STOPS_WITHIN_S = 20


class NotBuilt(Exception):
    """What this machine lacks."""


def find_jdk() -> Path:
    """A JDK that may run the node: the environment's, or one that is installed beside others."""
    named = [os.environ.get(name) for name in ("ES_JAVA_HOME", "JAVA_HOME")]
    installed = sorted(_JDKS.glob("*")) if _JDKS.is_dir() else []
    for folder in [*(Path(name) for name in named if name), *installed]:
        if (folder / "bin" / "javac").exists() and _version_of(folder) >= _LEAST_JDK:
            return folder
    raise NotBuilt(f"a JDK {_LEAST_JDK} or newer is needed: name its folder in ES_JAVA_HOME")


def build() -> None:
    """Compile the node and download its jars, where that was not done yet. Raise NotBuilt."""
    jdk = find_jdk()
    maven = shutil.which("mvn")
    if maven is None:
        raise NotBuilt("Maven (mvn) is needed: install it")
    zstd = _find_zstd()
    if not is_built():
        command = [maven, "--batch-mode", "--quiet", "--file", str(_HERE / "pom.xml")]
        subprocess.run(
            [*command, "process-classes"], env={**os.environ, "JAVA_HOME": str(jdk)}, check=True
        )
    native = BUILT / "native"
    native.mkdir(exist_ok=True)
    link = native / "libzstd.so"
    link.unlink(missing_ok=True)
    link.symlink_to(zstd)


def is_built() -> bool:
    """Whether the classes are newer than what they are made of."""
    made = BUILT / "classes" / f"{_MAIN.replace('.', '/')}.class"
    written = [_HERE / "pom.xml", *(_HERE / "src").rglob("*.java")]
    age = made.stat().st_mtime if made.exists() else 0.0
    return age > max(path.stat().st_mtime for path in written)


def _version_of(jdk: Path) -> int:
    release = jdk / "release"
    found = _VERSION.search(release.read_text(encoding="utf-8")) if release.exists() else None
    return int(found.group(1)) if found else 0


def _find_zstd() -> str:
    """Elasticsearch compresses what it stores with this library of the system's."""
    folders = ("/lib", "/usr/lib", "/usr/local/lib", "/lib64", "/usr/lib64")
    for folder in folders:
        for pattern in ("libzstd.so.1", "*-linux-gnu/libzstd.so.1"):
            for found in Path(folder).glob(pattern):
                return str(found)
    raise NotBuilt("the library libzstd.so.1 is needed: install libzstd")


@dataclass
class ElasticsearchNode:
    """One node with a folder of its own, so that it comes back with what it held."""

    folder: Path
    port: int = field(default_factory=lambda: choose_port(0))
    _process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Return once every index it holds can be read and written."""
        jdk = find_jdk()
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "node.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                str(jdk / "bin" / "java"),
                f"-Xms{_HEAP}",
                f"-Xmx{_HEAP}",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                # The library comes with the distribution only; Java's own vectors do as well.
                "-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false",
                f"-Des.nativelibs.path={BUILT / 'native'}",
                "-cp",
                f"{BUILT / 'classes'}:{BUILT / 'jars'}/*",
                _MAIN,
                str(self.folder),
                str(self.port),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        await asyncio.wait_for(self._until_green(), _GREEN_WITHIN_S)

    async def kill(self) -> None:
        """As a machine's end does: nothing is written any more."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def pause(self, *, over: bool = False) -> None:
        """Let it hang: connections stay open and nothing is answered, until it is `over`."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGCONT if over else signal.SIGSTOP)

    async def stop(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self.pause(over=True)
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _STOPS_WITHIN_S)
        except TimeoutError:
            await self.kill()

    async def _until_green(self) -> None:
        health = f"{self.url}/_cluster/health?wait_for_status=green&timeout=1s"
        async with httpx.AsyncClient(timeout=5) as client:
            while not await self._is_green(client, health):  # noqa: ASYNC110 - a process
                await asyncio.sleep(_LOOK_EVERY_S)

    async def _is_green(self, client: httpx.AsyncClient, health: str) -> bool:
        if self._process is None or self._process.returncode is not None:
            said = (self.folder / "node.log").read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"the node has ended:\n{said[-3000:]}")
        try:
            return (await client.get(health)).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def main() -> int:
    try:
        build()
    except NotBuilt as missing:
        sys.stderr.write(f"elasticsearch: {missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
