"""Saved runs that hold a plan."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.faults import UseError

if TYPE_CHECKING:
    from planner.plan import Plan
    from planner.scenario import Scenario
    from planner.store import Saved


@dataclass(frozen=True)
class Planned:
    """A saved run whose plan is there."""

    id: str
    path: Path
    scenario: "Scenario"
    plan: "Plan"
    saved: "Saved"


def planned(run: str, runs_dir: Path | None) -> Planned:
    """Open a run by id, path or `latest`; a run that ended before its first plan is a wrong use of the verbs that need one."""
    from planner import store
    from planner.cli import screen

    saved = store.open(run, runs_dir)
    if saved.passed_over:
        screen.warn(f"This is {saved.id}; newer and damaged: {', '.join(saved.passed_over)}. posture runs says what is wrong.")
    if saved.plan is None:
        raise UseError(f"run {saved.id} is {saved.state} and holds no plan")
    return Planned(saved.id, saved.path, saved.scenario, saved.plan, saved)


def unasked(path: Path, scenario: "Scenario") -> tuple[Planned | None, str]:
    """Return the newest run beside a run folder that is of the same scenario and option, with no caveat lifted; None if none ended well.

    Beside it the name of the newest of these that failed: its plan did not stand, and nothing can be set beside.
    """
    from planner import store
    from planner.scenario.load import load

    if not any(caveat.soft for caveat in scenario.caveats) or not path.is_dir():
        return None, ""
    meta, kept = store.open(path).meta, path / store.INPUT
    lifting_none = load(kept / meta["source"], meta["option"], kept, frozenset(meta["without"]) | {"asks"})
    known = store.listing(path.parent)
    failed = known.loc[(known["digest"] == lifting_none.digest) & (known["state"] == "failed"), "id"]
    return newest(lifting_none, path.parent), "" if failed.empty else str(failed.iloc[-1])


def newest(scenario: "Scenario", runs_dir: Path | None) -> Planned | None:
    """Return the newest run that ended well for exactly this scenario and option; a proven one goes first."""
    from planner import store

    known = store.listing(runs_dir)
    known = known[(known["digest"] == scenario.digest) & known["state"].isin(["done", "stopped"]) & (known["status"] != "no plan")]
    if known.empty:
        return None
    return planned(str(known.sort_values("status", key=lambda s: s == "proven", kind="stable")["id"].iloc[-1]), runs_dir)
