"""Measure blogctl: ``python -m benchmarks``, or ``make bench``.

Only ratios have goals, and the two sides of a ratio run in turn: how fast the machine is, and
what else it does meanwhile, then matters little. It is no test: a goal that is missed is marked,
and no more.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.jobs import SMALL, DidNotRun, Job, run, story

# What is measured, against what, and the most that the ratio should be. Without an other side it
# is memory: what is needed beyond that for a small story, against the size of the file.
_LINES = (
    (Job("--version"), Job("python -c pass"), 1.5),
    (Job("add", SMALL), Job("python, same imports"), 1.5),
    (Job("add", 1_000), Job("add", SMALL), 1.15),
    (Job("add", 100_000), Job("add", SMALL), 5.0),
    (Job("add --ndjson", 10_000), Job("add", SMALL), 10.0),
    (Job("validate", 10_000), Job("check-jsonschema", 10_000), 0.35),
    (Job("validate many", 1_000), Job("validate", 10_000), 2.0),
    (Job("export many", 1_000), Job("export rss", 10_000), 3.0),
    (Job("sort", 10_000), Job("tomllib, tomli_w", 10_000), 0.25),
    (Job("export rss", 10_000), Job("markdown-it-py, feedgen", 10_000), 0.65),
    (Job("export html", 10_000), Job("markdown-it-py, jinja2", 10_000), 0.9),
    (Job("add", 10_000), None, 15.0),
    (Job("validate", 10_000), None, 15.0),
    (Job("sort", 10_000), None, 15.0),
)


def main() -> None:
    """Measure what the options ask for, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure blogctl.")
    parser.add_argument(
        "--only", nargs="+", metavar="WORD", default=[""], help="lines whose work has such a word"
    )
    parser.add_argument(
        "--runs", type=int, metavar="N", help="how often each side runs [5, quick 2]"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the updates; goals are for all"
    )
    options = parser.parse_args()
    runs = max(1, options.runs or (2 if options.quick else 5))
    part = 10 if options.quick else 1
    _print("WORK", "OURS", "AGAINST", "THEIRS", "RATIO", "GOAL")
    # A story is made when it is needed first, and serves the lines below as well.
    with tempfile.TemporaryDirectory() as folder:
        for ours, other, goal in _LINES:
            ours, other = ours.part(part), other and other.part(part)
            work = str(ours) if other else f"memory, {ours}"
            if not any(word in work for word in options.only):
                continue
            try:
                row, ratio = _compare(Path(folder), ours, other, runs)
            except DidNotRun as problem:
                print(f"{work:<24} did not run: {problem}")
                continue
            missed = "" if options.quick or ratio <= goal else "  missed"
            _print(work, *row, f"{ratio:.2f}", f"{goal:g}{missed}")


def _print(work: str, ours: str, against: str, theirs: str, ratio: str, goal: str) -> None:
    line = f"{work:<24} {ours:>9}  {against:<31} {theirs:>9} {ratio:>7}  {goal}"
    print(line, flush=True)


def _compare(
    folder: Path, ours: Job, other: Job | None, runs: int
) -> tuple[tuple[str, str, str], float]:
    """Our measure, whose the other is, and that; and their ratio."""
    theirs = other or Job(ours.name, SMALL)
    for job in (ours, theirs):
        run(folder, job)  # compiles what has changed, and brings files into the cache
    pairs = [(run(folder, ours), run(folder, theirs)) for _ in range(runs)]
    if other:
        mine, its = (min(seconds for seconds, _ in side) for side in zip(*pairs, strict=True))
        return (f"{mine * 1e3:,.0f} ms", str(other), f"{its * 1e3:,.0f} ms"), mine / its
    mine, its = (min(peak for _, peak in side) for side in zip(*pairs, strict=True))
    size = story(folder, ours).stat().st_size
    more = mine - its
    return (f"{more / 2**20:.1f} MiB", "size of the file", f"{size / 2**20:.1f} MiB"), more / size


if __name__ == "__main__":
    main()
