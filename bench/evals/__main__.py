"""Measure quality, print every figure, and write them with their plots.

    python -m bench.evals [--data FOLDER] [--only AREA …] [--out FOLDER]

Each area is a module of `bench.evals` with `measure(data)`. What needs public sets takes them from
FOLDER and says that it was left out where they are not there.
"""

import argparse
import importlib
import json
import platform
import sys
import time
from pathlib import Path

from bench.evals.figures import Figure, Findings, table

AREAS: tuple[str, ...] = (
    "intents",
    "needs",
    "values",
    "retrieval",
    "judge",
    "answers",
    "languages",
    "messy",
    "grounding",
    "answer_cache",
)
"""The modules that measure, in the order of the report."""

OUT = Path("build") / "evals"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.evals", description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="folder of the public sets")
    parser.add_argument("--only", nargs="*", choices=AREAS, default=AREAS)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    figures: list[Figure] = []
    seconds: dict[str, float] = {}
    arguments.out.mkdir(parents=True, exist_ok=True)
    for area in arguments.only:
        sys.stderr.write(f"{area} …\n")
        began = time.process_time()
        found: Findings = importlib.import_module(f"bench.evals.{area}").measure(arguments.data)
        seconds[area] = round(time.process_time() - began, 1)
        if not found.figures:
            sys.stdout.write(f"{area}: left out, its data are not there\n")
        figures += found.figures
        for name, plot in found.plots.items():
            (arguments.out / name).write_text(plot, encoding="utf-8")
    report = {
        "machine": platform.machine(),
        "cpu_seconds": seconds,
        "figures": [figure.as_json() for figure in figures],
    }
    sys.stdout.write(f"{table(figures)}\n\n{arguments.out / 'evals.json'}\n")
    (arguments.out / "evals.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
