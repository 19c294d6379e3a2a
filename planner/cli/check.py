"""posture check: everything that is wrong or noteworthy, and what was read, without solving."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typer import Exit

from planner.cli.app import app
from planner.cli.types import Json, OneOption, ScenarioFile

if TYPE_CHECKING:
    import pandas as pd

    from planner.conductor import Checked
    from planner.scenario import Scenario

FIRST = ("caveat", "consent", "condition", "date")  # reasons that somebody could lift come first
CAUSES = 5  # named for each reason; the rest is counted


@app.command()
def check(scenario: ScenarioFile, *, option: OneOption = None, as_json: Json = False) -> None:
    """Say what is wrong with SCENARIO, and what was read from it.

    Without --option all options are looked at, and the scenario as written is shown.

    Example: posture check my-plan
    """
    from planner import conductor
    from planner.cli import screen
    from planner.survey import survey

    found = conductor.check(scenario, option)
    tables = survey(found.scenario, found.placements) if found.scenario and found.placements else {}
    if as_json:
        screen.emit({"usable": found.usable, "unusable": found.unusable, "problems": [screen.problem(p) for p in found.problems], **tables})
        raise Exit(0 if found.usable else 1)
    screen.problems(found.problems)
    if found.scenario:
        _summary(found.scenario, tables)
    screen.say(_verdict(found))
    raise Exit(0 if found.usable else 1)


def _verdict(found: "Checked") -> str:
    if found.usable:
        return "\nNo error: it can be solved" + (", and so can every option." if found.options else ".")
    if not found.unusable:
        return "It cannot be solved until the errors are mended."
    return f"\nCannot be solved until the errors are mended: option{'s' if len(found.unusable) > 1 else ''} {', '.join(found.unusable)}."


def _summary(scenario: "Scenario", tables: "Mapping[str, pd.DataFrame]") -> None:
    from planner.cli import screen

    screen.say(f"{scenario.title} · {scenario.option}: {scenario.option_title}", "bold")
    screen.say(" · ".join(f"{screen.cell(row['count'])} {row['what']}" for row in tables["counts"].to_dict("records")))
    screen.heading("WHO MAY SERVE", "persons in place, every condition held")
    screen.table(tables["pillars"])
    screen.heading("PEOPLE OFFERED", "persons in place by status")
    people = tables["people"].pivot_table(index="domain", columns="status", values="persons", aggfunc="sum", fill_value=0.0)
    known = [status for status in ("deployed", "announced", "offered", "exploratory") if status in people]
    screen.table(people[known].assign(all=people.sum(axis=1)).reset_index())
    screen.heading("NEED AND SUPPLY", "largest given need, supply in place")
    screen.table(tables["supply"])
    if not tables["pools"].empty:
        screen.heading("POOLS THAT SUSTAIN LESS THAN ONE UNIT")
        screen.table(tables["pools"])
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
