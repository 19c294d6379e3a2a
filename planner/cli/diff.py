"""posture diff: two rounds of offers beside each other, before anything is solved."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import Json, Root

if TYPE_CHECKING:
    import pandas as pd

    from planner.scenario import Scenario
    from planner.study.offers_diff import OffersDiff

Old = Annotated[
    Path,
    Argument(metavar="OLD|SCENARIO", help="Offers of the earlier round: a table, or a scenario; or a scenario with rounds.", exists=True),
]
New = Annotated[Path | None, Argument(metavar="[NEW]", help="Offers of the later round.", exists=True)]
Types = Annotated[
    Path | None,
    Option(
        "--scenario", metavar="SCENARIO", help="What says how many people a unit has, and what it provides.", show_default="that beside NEW"
    ),
]


@app.command()
def diff(old: Old, new: New = None, *, types: Types = None, root: Root = None, as_json: Json = False) -> None:
    """Say what is new, gone and changed in NEW offers against OLD.

    By offer, by nation in people, by capability: what could stand in place, whatever the dates, conditions and rules. Of one SCENARIO whose
    rounds name their offers: from round to round.

    Example: posture diff offers-1.csv offers-2.csv
    """
    from planner.cli import screen
    from planner.scenario.offersfile import read_offers
    from planner.study.offers_diff import diff as differences

    pairs = [(str(old), old, str(new), new)] if new is not None else list(_rounds(old, root))
    told = []
    for before, first, after, second in pairs:
        known = _types(types or (old if new is None else None), second, first, root)
        found = differences(read_offers(first, root), read_offers(second, root), known)
        told.append(
            {"old": before, "new": after, "unknown": found.unknown} | {n: getattr(found, n) for n in ("changes", "nations", "capabilities")}
        )
        if not as_json:
            show(found, f"{before} → {after}", counted=known is not None)
    if as_json:
        screen.emit(told[0] if new is not None else told)


def show(found: "OffersDiff", title: str, *, counted: bool) -> None:
    """Print what changed in the offers: a row a change, then what that comes to by nation and capability."""
    from planner.cli import screen

    screen.say(title, "bold")
    screen.heading("OFFERS", "persons in place")
    heads = {"what": "", "nation": "nation", "offer": "offer", "tier": "tier", "field": "field", "was": "was", "now": "now", "persons": "±"}
    changes = found.changes
    left_out = {"tier": (changes["tier"] == "1").all(), "persons": not counted}
    heads = {column: head for column, head in heads.items() if not left_out.get(column)}
    screen.table(_signed(changes, "persons"), heads, empty="nothing is new, gone or changed", right=("persons",), whole="offer")
    if not counted:
        screen.say(" people and capabilities are not counted: no scenario says what a unit is; name one with --scenario", "dim")
        return
    screen.heading("BY NATION", "persons that could stand in place")
    screen.table(_signed(found.nations, "persons"), _heads(found.nations, "persons"), right=("persons",))
    screen.heading("BY CAPABILITY")
    screen.table(_signed(found.capabilities, "change"), _heads(found.capabilities, "change"), right=("change",))
    if found.unknown:
        screen.say(f" not counted, for no unit type has the name: {', '.join(found.unknown)}", "dim")


def _heads(columns: Iterable[object], change: str) -> dict[str, str]:
    return {str(c): "±" if c == change else str(c) for c in columns}


def _signed(table: "pd.DataFrame", column: str) -> "pd.DataFrame":
    from planner.cli import screen

    return table.assign(**{column: [("+" if v > 0 else "") + screen.figure(v) if v else "" for v in table[column]]})


def _rounds(scenario: Path, root: Path | None) -> Iterator[tuple[str, Path, str, Path]]:
    """Yield each two rounds of a scenario that follow each other and name their offers, with the files."""
    from planner.cli import screen
    from planner.conductor import load
    from planner.scenario.inside import scenario_file, within

    read = load(scenario, root=root)
    folder = scenario_file(scenario).parent
    named = [(str(r["name"]), folder / str(r["offers"])) for r in read.kept.get("rounds", ()) if "offers" in r]
    if outside := [str(file) for _, file in named if not within(file, root or folder)]:
        raise UseError(f"{', '.join(outside)} lies outside the folder of the scenario; --root DIR names a wider one")
    there = [(name, file) for name, file in named if file.exists()]
    if missing := [f"{name} ({file})" for name, file in named if not file.exists()]:
        screen.warn(f"Not there yet: {', '.join(missing)}.")
    if len(there) < 2:  # one before, one after
        raise UseError(f"{scenario}: fewer than two rounds name offers that are there; name two files, as in posture diff OLD NEW")
    yield from ((one, first, other, second) for (one, first), (other, second) in pairwise(there))


def _types(named: Path | None, new: Path, old: Path, root: Path | None) -> "Scenario | None":
    """Return the scenario that says what a unit is: the one that is named, else one of the two, else the one beside the new offers."""
    from planner.conductor import load
    from planner.scenario.offersfile import is_scenario

    if named is not None:
        return load(named, root=root)
    candidates = [path for path in (new, old) if is_scenario(path)] or [new.parent / "scenario.yaml"]
    return load(candidates[0], root=root) if candidates[0].exists() else None
