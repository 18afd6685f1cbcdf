"""Runs every benchmark (or those named) and prints one table: `./run bench`, `./run bench ctf search`.

`./run bench durability --kills 500` says how often the server is killed.
"""

import importlib
import os
import sys
from pathlib import Path

from bench import measure

NOT_BENCHMARKS = {"__init__", "__main__", "measure"}


def names() -> list[str]:
    """Return the modules of this folder that measure something, as they say themselves by having `lines`."""
    return sorted(
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if path.stem not in NOT_BENCHMARKS and "def lines(" in path.read_text()
    )


def main(wanted: list[str]) -> int:
    """Print the table; a name that is no benchmark is refused with the names there are."""
    if "--kills" in wanted[:-1]:
        place = wanted.index("--kills")
        _, os.environ["ONROLL_BENCH_DURABILITY_KILLS"] = wanted[place : place + 2]
        wanted = wanted[:place] + wanted[place + 2 :]
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join(names())}", file=sys.stderr)
        return 2
    print(f"{measure.machine()}\ncommit {measure.commit()}, {measure.today()}\n")
    print("| what | median | spread | unit | beside it |\n| --- | ---: | ---: | --- | --- |")
    for name in wanted or names():
        for line in importlib.import_module(f"bench.{name}").lines():
            spread = f"{_short(line.low)} to {_short(line.high)}"
            print(f"| {line.name} | {_short(line.median)} | {spread} | {line.unit} | {line.note} |", flush=True)
    return 0


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.1f}" if abs(number) >= 10 else f"{number:.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
