"""How many levels are proven in how many seconds: `python -m tests.bench.levels [NAME ...] [--seconds 60] [--cores 2] [--plain]`.

`--plain` is HiGHS alone, one program for all blocks, a row for each earlier level, a start from the last plan: what the search has to beat.
"""

import argparse

import numpy as np

from solvers import Client, Event, Limits, Program, levels
from solvers.highs import minimise
from solvers.meter import Meter
from solvers.parts import under
from tests.bench.instances import LEVELS, WINDOWED, windowed
from tests.bench.instances import levels as ordered


def main() -> None:
    """Run the instances that were named, or all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=[*LEVELS, WINDOWED])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--work", type=float)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    for name in asked.names:
        program = windowed(name) if "window" in name else ordered(name, 10)
        if asked.plain:
            plain(name, program, asked.seconds)
            continue
        with Client() as client:
            limits = Limits(seconds=asked.seconds, work=asked.work, cores=asked.cores)
            outcome = client.solve(program, limits, tell=show)
        print(f"{name}: {outcome.status}, stopped by {outcome.stopped_by}, {outcome.seconds:.1f} s, work {outcome.work:.1f}")
        for aim, level in zip(program.aims, outcome.levels, strict=True):
            print(f"  {aim.name:14} {level.final:12.6f}  bound {level.bound:12.6f}  {level.state:8} {level.seconds:6.1f} s", flush=True)


def show(event: Event) -> None:
    """Print when levels end."""
    if event.kind == "level":
        print(f"  {event.seconds:6.1f} s  level {event.level}  {event.value:.6f}  {event.note}", flush=True)


def plain(name: str, program: Program, seconds: float) -> None:
    """Solve level after level with HiGHS alone; stop at the first that is not proven."""
    meter = Meter(Limits(seconds=seconds), lambda: False)
    rest, x = levels.cleaned(program), None if np.isnan(program.start).any() else program.start
    for k, aim in enumerate(program.aims):
        answer = minimise(rest, aim, meter, meter.left(), start=x)
        if answer.x is None:
            print(f"{name}: plain, level {k}: no plan")
            return
        value = aim.value(answer.x)
        print(f"{name}: plain, {meter.seconds():6.1f} s, level {k} {value:.6f}, bound {answer.bound:.6f}, {answer.state}", flush=True)
        if answer.state != "optimal":
            return
        x, rest = answer.x, under(rest, aim, value)


if __name__ == "__main__":
    main()
