"""From a run to what is shown of it: the printed plan, its dossier, its record for a program."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.cli import screen

if TYPE_CHECKING:
    import pandas as pd

    from planner.cli.saved import Planned
    from planner.conductor import Run
    from planner.plan import Plan
    from planner.scenario import Scenario
    from planner.study.dossier import Dossier


def of_run(run: "Run", source: object, handle: str = "latest") -> "Dossier":
    """Gather the dossier of a solve of `source` that has just ended."""
    from planner.study.dossier import dossier

    levels = [level.seconds for level in run.outcome.levels]
    told = _provenance(run, run.outcome.solver, run.timings, levels) | {"source": str(source), "handle": handle}
    unasked, failed = _unasked(run)
    return dossier(run.scenario, run.plan, told | {"unasked_failed": failed}, len(run.breaches), unasked=unasked)


def of_saved(run: "Planned", others: "Sequence[Planned]" = (), handle: str = "latest") -> "Dossier":
    """Gather the dossier of a saved run, with the plans of others beside it; it is verified anew."""
    from planner import verify
    from planner.study.dossier import dossier

    outcome = run.saved.outcome
    levels = [float(level["seconds"]) for level in outcome.get("levels", [])]
    told = _provenance(run, str(outcome.get("solver", "")), outcome.get("timings", {}), levels) | {"handle": handle}
    told |= {"source": str(next(iter(run.saved.meta.get("files", [])), "SCENARIO"))}
    breaches = verify.verify(run.scenario, run.plan)
    unasked, failed = _unasked(run)
    told |= {"unasked_failed": failed}
    return dossier(run.scenario, run.plan, told, len(breaches), [(o.scenario, o.plan) for o in others], unasked=unasked)


def _unasked(run: "Run | Planned") -> "tuple[tuple[Scenario, Plan] | None, str]":
    """Return the force without asks, where the plan asks and that force was solved; and the run in which it failed, if one did."""
    from planner.cli.saved import unasked

    found, failed = unasked(run.path, run.scenario) if len(run.plan.frames["asks"]) else (None, "")
    return (found.scenario, found.plan) if found else None, failed


def _provenance(run: "Run | Planned", solver: str, seconds: Mapping[str, float], levels: Sequence[float]) -> dict[str, Any]:
    from planner import __version__

    by_goal = {level.goal: took for level, took in zip(run.plan.levels, levels, strict=False)}
    known = {"run": run.id, "path": str(run.path), "solver": solver, "planner": __version__}
    return known | {"seconds": dict(seconds), "level_seconds": by_goal}


def show(dossier: "Dossier") -> None:
    """Print a plan as wide as the screen."""
    from reports.content import content
    from reports.formats import terminal

    console = screen.console()
    console.print(terminal.render(content(dossier, "staff"), console.width))


def show_basis(dossier: "Dossier", *, as_json: bool) -> None:
    """Print what a plan rests on, or emit it: shares, lines, and the numbers of the first lines with their rows."""
    from planner.cli import basis
    from reports.content import content

    said = content(dossier, "staff")
    if as_json:
        facts = [vars(f) | {"trace": vars(f.trace)} for f in said.facts]
        screen.emit({"rests_on": said.rests_on, "firmness": said.firmness, "lines": [vars(r) for r in said.resting], "facts": facts})
    else:
        basis.show(said)


def record(
    run: str, path: object, scenario: "Scenario", plan: "Plan", breaches: "pd.DataFrame", seconds: Mapping[str, float]
) -> dict[str, Any]:
    """Return what a program reads of a run."""
    from planner.study import tidy

    return {
        "run": run, "path": str(path), "title": scenario.title, "option": plan.option, "digest": plan.digest,
        "status": plan.status, "stopped_by": plan.stopped_by, "verified": breaches.empty, "breaches": breaches,
        "levels": [vars(level) for level in plan.levels], "metrics": tidy.reached(plan.metrics, scenario.months), "seconds": dict(seconds),
    }  # fmt: skip


def record_of(run: "Planned") -> dict[str, Any]:
    """Return what a program reads of a saved run; it is verified anew."""
    from planner import verify

    breaches = verify.verify(run.scenario, run.plan)
    return record(run.id, run.path, run.scenario, run.plan, breaches, run.saved.outcome.get("timings", {}))
