"""posture compare: options side by side, on their own terms and on the common yardstick."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import Gap, Json, ManyOptions, Quiet, Root, RunsDir, TimeLimit, Work

if TYPE_CHECKING:
    from planner.cli.saved import Planned
    from planner.cli.solving import Asked
    from planner.scenario import Scenario

What = Annotated[
    list[str], Argument(metavar="RUN...|SCENARIO", help="Saved runs, or one scenario whose options are compared.", show_default=False)
]


@app.command()
def compare(
    what: What, *, option: ManyOptions = None, root: Root = None, time_limit: TimeLimit = None, gap: Gap = 0.0, work: Work = None,
    runs_dir: RunsDir = None, quiet: Quiet = False, as_json: Json = False,
) -> None:  # fmt: skip
    """Set RUNs, or the options of SCENARIO, side by side.

    Raw criteria on the yardstick's needs and on each option's own; the scenario's own criteria first, with scores and weights last; what
    was changed, who asks for less, what moves between plans.

    Of a scenario every option is compared unless --option names some; what is already solved is taken from the saved runs,
    the rest is solved now.

    Example: posture compare my-plan
    """
    from planner.cli import beside, faults, screen, solving
    from planner.cli.interrupt import Interrupt
    from planner.study.compare import compare as compared

    codes: list[int] = []
    if len(what) == 1 and _is_scenario(Path(what[0])):
        with Interrupt() as interrupt:
            asked = solving.Asked(solving.limits(time_limit, gap, work), runs_dir, quiet, interrupt)
            base, yardstick, plans = _options(Path(what[0]), option, root, asked, codes)
    elif option or root:
        raise UseError("--option and --root speak of one scenario; saved runs are named as they are, and hold all their files")
    else:
        base, yardstick, plans = _runs(what, runs_dir)
    if not plans:
        raise Exit(max(codes, default=faults.INTERRUPTED))  # stopped between two options
    found = compared([(run.scenario, run.plan) for run in plans], base, yardstick)
    if as_json:
        names = ("options", "criteria", "input", "asks", "moves")
        named = {"runs": [run.id for run in plans], "yardstick": found.yardstick.option, "asks_less": found.asks_less()}
        weighed = {name: getattr(found.weighing, name, []) for name in ("values", "scores", "weights")}
        said = {"versions": found.versions, "same": found.same, "agreed": found.agreed}
        screen.emit(named | said | {name: getattr(found, name) for name in names} | weighed)
    else:
        beside.show(found)
    raise Exit(max(codes, default=0))


def _is_scenario(path: Path) -> bool:
    return path.exists() and not (path / "run.json").exists()


def _measure(source: Path, root: Path | None) -> "tuple[Scenario, Scenario]":
    """Return the scenario as written, and the option that it names as the yardstick."""
    from planner.conductor import load

    base = load(source, root=root)
    return base, base if base.yardstick == base.option else load(source, base.yardstick, root)


def _runs(names: list[str], runs_dir: Path | None) -> "tuple[Scenario, Scenario, list[Planned]]":
    from planner import store
    from planner.cli.saved import planned

    if scenarios := [name for name in names if _is_scenario(Path(name))]:
        raise UseError(f"{', '.join(scenarios)}: give one scenario, or runs; options of a scenario with --option")
    if len(names) == 1:
        raise UseError(f"{names[0]} alone has nothing to be compared with; name two runs, or a scenario")
    plans = [planned(name, runs_dir) for name in names]
    first = plans[0]
    kept = first.path / store.INPUT
    return *_measure(kept / first.saved.meta["source"], kept), plans


def _options(
    path: Path, option: list[str] | None, root: Path | None, asked: "Asked", codes: list[int]
) -> "tuple[Scenario, Scenario, list[Planned]]":
    """Return a plan of each option: saved under the same digest, or solved now; an option without a plan leaves its exit code."""
    from planner.cli import faults, solving
    from planner.cli.chosen import loaded, options
    from planner.cli.saved import newest, planned

    chosen = loaded(path, options(path, option, root, every=not option), root).values()
    base, yardstick = _measure(path, root)
    plans = []
    for scenario in chosen:
        try:
            known = newest(scenario, asked.runs_dir)
            if known is None and not asked.interrupt.asked:
                run = solving.run(scenario, asked)
                codes.append(0 if run.sound else faults.INTERNAL)
                known = planned(str(run.path), asked.runs_dir) if not run.unsaved else None  # an older plan of it may lie there
        except Exception as fault:  # noqa: BLE001  # answered as at the edge; the other options go on
            codes.append(faults.answer(fault, asked.runs_dir))
            continue
        plans += [replace(known, scenario=scenario)] if known else []  # its criteria are those of today, whatever was kept with the run
    return base, yardstick, plans
