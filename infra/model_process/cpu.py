"""CPU time that another process's event loop has used."""

from pathlib import Path


def main_thread_cpu(pid: int) -> int | None:
    """Nanoseconds of its first thread; None where the kernel does not say (it need not be Linux).

    Not of the whole process: its other threads embed for many jobs at once.
    """
    try:
        found = Path(f"/proc/{pid}/task/{pid}/schedstat").read_text(encoding="ascii")
        return int(found.split()[0])
    except (OSError, ValueError, IndexError):
        return None
