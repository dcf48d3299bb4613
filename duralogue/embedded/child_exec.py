"""Become another command that ends when the process that started it does.

Run by path, `python -I -S leash.py PARENT SIGNAL UID GID COMMAND…`: the child leaves the terminal's
process group (Ctrl-C is for the parent, who stops its children in order), drops to the given user
(-1 keeps the present one), asks the kernel for SIGNAL at the parent's end, and becomes COMMAND.
Standard library only, so that it starts in milliseconds.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    parent, death_signal, uid, gid = (int(argument) for argument in arguments[:4])
    command = arguments[4:]
    os.setsid()
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # Only now: a change of user clears it.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the process that started this one has ended")
    os.execv(command[0], command)  # noqa: S606 - no shell is what we want


if __name__ == "__main__":
    main(sys.argv[1:])
