"""posture solve: the best posture of one option or several, verified and saved."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer import Exit

from planner.cli.app import app
from planner.cli.types import AllOptions, Gap, Json, ManyOptions, Quiet, Root, RunsDir, ScenarioFile, TimeLimit, Without, Work

if TYPE_CHECKING:
    from planner.cli.solving import Asked
    from planner.scenario import Problem, Scenario


@app.command()
def solve(
    scenario: ScenarioFile, *, option: ManyOptions = None, all_options: AllOptions = False, without: Without = None, root: Root = None,
    time_limit: TimeLimit = None, gap: Gap = 0.0, work: Work = None, runs_dir: RunsDir = None, quiet: Quiet = False, as_json: Json = False,
) -> None:  # fmt: skip
    """Find the best posture of SCENARIO, verify, save and print it.

    All options are read before the first is solved. Each is solved within its own time limit and saved as a run of its own.
    Ctrl-C or SIGTERM stops, verifies and saves the best plan; a second one stops now, and what was saved stays. With several
    options the highest exit code is returned. JSON is one object for one option, a list for several. Warnings and notes of the
    scenario are counted on stderr first; JSON holds them whole. With --without each option is solved a second time without the rule,
    as a run of its own, and both are set side by side. Where asks are allowed and a caveat is soft, the force without asks is solved
    first, within the same limits and as a run of its own; its goals stand beside those of the plan with asks.

    Example: posture solve my-plan --time-limit 1m
    """
    from planner.cli import screen, solving
    from planner.cli.chosen import loaded, options, rules
    from planner.cli.interrupt import Interrupt

    names = options(scenario, option, root, every=all_options)
    chosen = loaded(scenario, names, root)
    lessened = loaded(scenario, names, root, rules(without)) if without else {}
    asking = [name for name, read in chosen.items() if any(caveat.soft for caveat in read.caveats)]
    unasked = loaded(scenario, asking, root, frozenset({"asks"})) if asking else {}
    with Interrupt() as interrupt:
        asked = solving.Asked(solving.limits(time_limit, gap, work), runs_dir, quiet, interrupt)
        done = [
            record
            for name, read in chosen.items()
            if not interrupt.asked
            for record in _solved(scenario, read, lessened.get(name), unasked.get(name), asked, as_json=as_json)
        ]
    if not done:  # stopped before the first was begun
        raise KeyboardInterrupt
    if as_json:
        screen.emit(done[0] if len(names) == len(done) == 1 else done)
    elif len(chosen) > 1 and not quiet and not without:
        screen.say(f"\n Next       posture compare {' '.join(str(record['run']) for record in done if record['run'])}")
    raise Exit(max(record["code"] for record in done))


def _solved(
    path: Path, scenario: "Scenario", less: "Scenario | None", unasked: "Scenario | None", asked: "Asked", *, as_json: bool
) -> list[dict[str, Any]]:
    """Solve an option, and again without some rules where that was asked; show what these change, which the second record holds too.

    Where caveats may be lifted, the force without asks is solved first: it stands beside the other, and its record in that of the other.
    """
    from planner.cli import lessened, screen
    from planner.cli.saved import planned
    from planner.study.effect import effect

    if unasked is not None and not asked.quiet and not as_json:
        screen.warn("Without asks first, then with them.")
    without_asks = (
        {} if unasked is None else _solve(path, unasked, asked, as_json=True, shown=False, none="Without asks no plan exists: proven.")
    )
    if without_asks and asked.interrupt.asked:
        screen.warn(f"Stopped before anything was asked of anybody. The force without asks: posture show {without_asks['run']}")
        return [without_asks]
    full = _solve(path, scenario, asked, as_json=as_json)
    if without_asks:
        full |= {"without_asks": without_asks, "code": max(full["code"], without_asks["code"])}
    if less is None or asked.interrupt.asked:
        return [full]
    other = _solve(path, less, asked, as_json=as_json, shown=False)
    if not (full["run"] and other["run"]):
        return [full, other]
    told = effect(*((run.scenario, run.plan) for run in (planned(record["path"], asked.runs_dir) for record in (full, other))))
    if as_json:
        other["effect"] = vars(told)
    elif not asked.quiet:
        lessened.show(told)
        screen.say(f"\n Next       posture compare {full['run']} {other['run']}")
    return [full, other]


def _solve(
    path: Path, scenario: "Scenario", asked: "Asked", *, as_json: bool, shown: bool = True, none: str = ""
) -> dict[str, Any]:  # fmt: skip
    """Solve, show (unless what follows does) and record one option; a fault of one does not keep the others from being solved.

    Where it is proven that no plan exists `none` is said, if anything, in place of the reason: of what follows it is told.
    """
    from planner.cli import faults, report, screen, solving
    from planner.cli.chosen import BASE
    from planner.conductor import NoPlanError
    from planner.scenario.load import changed

    noticed = _noticed(scenario)
    if noticed and not asked.quiet and not as_json:
        screen.warn(f"{screen.counted(noticed)}: posture check {path}{'' if scenario.option == BASE else f' --option {scenario.option}'}")
    try:
        run = solving.run(scenario, asked)
    except Exception as fault:  # noqa: BLE001  # answered as at the edge; the other options go on
        proven = none and isinstance(fault, NoPlanError) and fault.proven
        code = faults.NO_PLAN if proven else faults.answer(fault, asked.runs_dir)
        if proven:
            screen.warn(none)
        return {"run": None, "option": scenario.option, "fault": str(fault), "code": code}
    if asked.quiet and not as_json and not run.unsaved:
        print(screen.inert(run.path))  # whole, however long: a script reads it
    elif (shown or run.unsaved) and not as_json:  # also of a quiet solve whose plan lies nowhere but here
        report.show(report.of_run(run, path))
    if len(run.breaches):
        screen.breaches(run.breaches, to_stderr=True)
    if later := changed(scenario):
        screen.warn(
            f"{', '.join(later)} changed while it was solved: this plan is of what was read before. Solve again for what is there now."
        )
    record = report.record(run.id, run.path, run.scenario, run.plan, run.breaches, run.timings)
    told = [screen.problem(p) for p in noticed]
    return record | {"problems": told, "unsaved": run.unsaved, "code": 0 if run.sound else faults.INTERNAL}


def _noticed(scenario: "Scenario") -> "tuple[Problem, ...]":
    """Return the warnings and notes of an option, so that nobody briefs a plan without having seen that there are any."""
    from planner.doubts import noticed
    from planner.placements import placements

    return noticed(scenario, placements(scenario))
