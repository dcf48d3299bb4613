"""`python -m duralogue`: the same as the command `duralogue`."""

from duralogue.cli import main

main()
