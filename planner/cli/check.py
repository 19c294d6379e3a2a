"""posture check: everything that is wrong or noteworthy, and what was read, without solving."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Exit, Option

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import Json, OneOption, Root, ScenarioFile

if TYPE_CHECKING:
    import pandas as pd

    from planner.conductor import Checked
    from planner.scenario import Scenario

FIRST = ("caveat", "consent", "condition", "date")  # reasons that somebody could lift come first
CAUSES = 5  # named for each reason; the rest is counted

ShowMerged = Annotated[
    bool, Option("--show-merged", help="Print the scenario as it was merged, in YAML, with the origin of what was changed; nothing else.")
]


@app.command()
def check(
    scenario: ScenarioFile, *, option: OneOption = None, root: Root = None, show_merged: ShowMerged = False, as_json: Json = False
) -> None:
    """Say what is wrong with SCENARIO, and what was read from it.

    Without --option all options are looked at, and the scenario as written is shown.

    Example: posture check my-plan
    """
    from planner import conductor
    from planner.cli import screen
    from planner.survey import survey

    if show_merged and as_json:
        raise UseError("--show-merged prints YAML; leave --json or --show-merged out")
    found = conductor.check(scenario, option, root)
    if show_merged:
        screen.problems(found.problems, to_stderr=True)
        _print_merged(scenario, option, root)
        raise Exit(0 if found.usable else 1)
    tables = survey(found.scenario, found.placements) if found.scenario and found.placements else {}
    if as_json:
        screen.emit({"usable": found.usable, "unusable": found.unusable, "problems": [screen.problem(p) for p in found.problems], **tables})
        raise Exit(0 if found.usable else 1)
    screen.problems(found.problems)
    if found.scenario:
        _summary(found.scenario, tables)
    screen.say(_verdict(found))
    raise Exit(0 if found.usable else 1)


def _print_merged(scenario: Path, option: str | None, root: Path | None) -> None:
    """Print the merged scenario; of one whose layers cannot be merged nothing, for its problems are told."""
    from planner.scenario import ScenarioError
    from planner.scenario.load import show_merged

    with suppress(ScenarioError):
        sys.stdout.write(show_merged(scenario, option, root))


def _verdict(found: "Checked") -> str:
    if found.usable:
        return "\nNo error: it can be solved" + (", and so can every option." if found.options else ".")
    if not found.unusable:
        return "It cannot be solved until the errors are mended."
    named = ", ".join("the scenario as written" if name == "base" else f"option {name}" for name in found.unusable)
    return f"\nCannot be solved until the errors are mended: {named}."


def _summary(scenario: "Scenario", tables: "Mapping[str, pd.DataFrame]") -> None:
    from planner.cli import screen
    from planner.rules import STATUSES

    screen.say(f"{scenario.title} · {scenario.option}: {scenario.option_title}", "bold")
    screen.say(" · ".join(f"{screen.cell(row['count'])} {row['what']}" for row in tables["counts"].to_dict("records")))
    screen.heading("WHO MAY SERVE", "persons in place, every condition held")
    screen.table(tables["pillars"])
    screen.heading("PEOPLE OFFERED", "persons in place by status")
    people = tables["people"].pivot_table(index="domain", columns="status", values="persons", aggfunc="sum", fill_value=0.0)
    known = [status for status in STATUSES if status in people]
    screen.table(people[known].assign(all=people.sum(axis=1)).reset_index())
    screen.heading("NEED AND SUPPLY", "largest given need, supply in place")
    screen.table(tables["supply"])
    if not tables["pools"].empty:
        screen.heading("POOLS THAT SUSTAIN LESS THAN ONE UNIT")
        screen.table(tables["pools"])
    if not tables["rounding"].empty:
        screen.heading("WHAT ROUNDING LOSES", "person-months, for a step has one posture in all its months")
        screen.table(tables["rounding"].drop(columns=["phase"]))
    if not tables["asks"].empty:
        only = "" if any(caveat.soft for caveat in scenario.caveats) else ", with model: {asks: allowed}"
        screen.heading("WHAT MAY BE ASKED", f"soft caveats and the price of lifting each{only}")
        screen.table(tables["asks"])
    screen.heading("WHAT EACH REASON REMOVED", "placements; one may fall for several")
    screen.table(removed(tables["barred"]), empty="nothing")


def removed(barred: "pd.DataFrame") -> "pd.DataFrame":
    """Return one row for each reason: how many causes it has, how many placements it removed alone, and its largest causes."""
    import pandas as pd

    rows = []
    for rule, causes in barred.groupby("rule", sort=True):
        names = [f"{str(row['cause']).removeprefix(f'{rule} ')} {row['placements']}" for row in causes.head(CAUSES).to_dict("records")]
        more = f", {len(causes) - CAUSES} more" if len(causes) > CAUSES else ""
        rows.append({"reason": rule, "causes": len(causes), "alone": int(causes["alone"].sum()), "largest": ", ".join(names) + more})
    table = pd.DataFrame(rows, columns=["reason", "causes", "alone", "largest"])
    return table.sort_values("reason", key=lambda r: r.map(lambda x: (x not in FIRST, x)), ignore_index=True)
