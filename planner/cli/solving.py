"""One solve from the command line: with progress, stoppable by Ctrl-C and by SIGTERM."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.cli.interrupt import Interrupt
    from planner.conductor import Run
    from planner.scenario import Scenario
    from solvers import Limits

TIME = 300.0  # seconds of search, where nothing was said
CORES = 4  # processes at most that search at the same time: a laptop has other things to do
GUARD = 86_400.0  # seconds that counted work may take, where nothing was said: a day, so that the clock decides nothing


@dataclass(frozen=True)
class Asked:
    """How solves are wanted."""

    limits: "Limits"
    runs_dir: Path | None
    quiet: bool
    interrupt: "Interrupt"


def limits(time_limit: float | None, gap: float, work: float | None) -> "Limits":
    """Return the limits of a solve; where work is counted, the clock only guards and one process searches: the same plan on any machine."""
    from solvers import Limits

    return Limits(seconds=time_limit or (GUARD if work else TIME), gap=gap, work=work, cores=1 if work else min(os.cpu_count() or 1, CORES))


def run(scenario: "Scenario", asked: Asked) -> "Run":
    """Solve a scenario, show how far it is on stderr, keep everything in a run folder. Raises as the conductor does."""
    from planner import conductor
    from planner.cli import screen
    from planner.cli.progress import Progress
    from planner.narrate import Narrator

    clock = asked.limits.seconds if asked.limits.work is None else None
    with Progress(Narrator(scenario), clock, quiet=asked.quiet) as progress:
        asked.interrupt.tell = progress.stopping
        done = conductor.run(scenario, asked.limits, asked.runs_dir, tell=progress.tell, stop=asked.interrupt)
        progress.end(done.plan, _ended(done, asked.interrupt.by))
    if done.unsaved:
        screen.warn(done.unsaved)
    return done


def _ended(run: "Run", by_whom: str) -> str:
    by = {
        "proof": "proof", "gap": "the gap asked for", "work": "the work limit", "clock": "the time limit", "stall": "no more progress",
        "user": by_whom or "a request", "memory": f"the memory limit ({run.outcome.detail}); the plan is the best found before",
        "crash": f"the solver's own end ({run.outcome.detail}); the plan is the best found before",
    }  # fmt: skip
    count = len(run.breaches)
    judged = f"{count} breach{'es' if count > 1 else ''}" if count else "no breach, goals agree"
    return f"Stopped by {by.get(run.outcome.stopped_by, run.outcome.stopped_by)}. Verified: {judged}."
