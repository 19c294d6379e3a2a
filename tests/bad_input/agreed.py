"""Agreed plans that are none, or not of this scenario; terms that make no sense; pins that no plan can keep beside them."""

from pathlib import Path

from tests.bad_input.catalogue import Case, Spoiler, added, both, swap, whole

HEAD = "offer,requirement,site,phase,units\n"
GOOD_ROW = "FRA-battlegroup,land-west,lviv-area,entry,1\n"
TERMS = "baseline: {table: agreed.csv, weights: {offered: 2}}\n"


def agreed(text: str, cell: str = "", terms: str = TERMS) -> Spoiler:
    """Write an agreed plan and name it."""
    return both(whole(HEAD + text, "agreed.csv", cell), added(terms))


def folder(name: str) -> Spoiler:
    """Make a folder in the plan."""

    def spoil(plan: Path) -> str:
        (plan / name).mkdir()
        return ""

    return spoil


CASES = [
    Case(
        "baseline from another scenario",
        agreed("DEU-coy,north,base,entry,1\n", terms="baseline: ▸{table: agreed.csv}\n"),
        "nothing in the agreed plan is known here: it is of another scenario",
        "its first offer is DEU-coy",
    ),
    Case(
        "baseline of which a few ids are gone",
        agreed(f"{GOOD_ROW}▸DEU-coy,land-west,lviv-area,entry,1\n", "row 3"),
        "DEU-coy of the agreed plan: not offered any more; what was agreed there counts nothing",
        severity="note",
        code=0,
    ),
    Case(
        "unknown phase in the baseline",
        agreed(GOOD_ROW.replace("entry", "▸entri"), "row 2, phase"),
        "the calendar has no phase 'entri'; did you mean entry?",
        "known: entry",
    ),
    Case(
        "negative units in the baseline",
        agreed(GOOD_ROW.replace(",1\n", ",▸-1\n"), "row 2, units"),
        "expected a whole number, 0 or more, got -1",
        "0 or more",
    ),
    Case(
        "units of the baseline that are no number",
        agreed(GOOD_ROW.replace(",1\n", ",▸two\n"), "row 2, units"),
        "expected a number, got 'two'",
        "number",
    ),
    Case(
        "two rows of the baseline for one place",
        agreed(f"{GOOD_ROW}▸{GOOD_ROW}", "row 3"),
        "FRA-battlegroup / land-west / lviv-area stands in row 2 already, for the same months",
        "keep one of the rows",
    ),
    Case(
        "baseline without a row",
        agreed("", terms="baseline: ▸{table: agreed.csv}\n"),
        "the agreed plan has no row",
        "name another table",
    ),
    Case(
        "weight below zero",
        agreed(GOOD_ROW, terms="baseline: {table: agreed.csv, weights: {offered: ▸-1}}\n"),
        "expected a number, 0 or more, got -1",
        "0 or more",
    ),
    Case(
        "weight of no status",
        agreed(GOOD_ROW, terms="baseline: {table: agreed.csv, weights: {▸anounced: 1}}\n"),
        "knows no key 'anounced'; did you mean announced?",
        "known here",
    ),
    Case(
        "fewer nations than none",
        agreed(GOOD_ROW, terms="baseline: {table: agreed.csv, most_changed_nations: ▸-1}\n"),
        "expected a whole number, 0 or more, got -1",
        "0 or more",
    ),
    Case(
        "baseline without a site where sites count",
        agreed("▸FRA-battlegroup,land-west,,entry,1\n", "row 2", "baseline: {table: agreed.csv, per_site: true}\n"),
        "this row says no site, and per_site counts by site",
        "add the site",
    ),
    Case(
        "baseline that says no time",
        agreed("▸FRA-battlegroup,land-west,lviv-area,,1\n", "row 2"),
        "this row says neither a phase nor from when",
        "add a phase",
    ),
    Case("baseline that is not there", added("baseline: {table: ▸agred.csv}\n"), "agred.csv: there is no such file", "spelling"),
    Case(
        "baseline that is no run",
        both(folder("first"), added("baseline: ▸first\n")),
        "first is no folder with a plan",
        "posture export RUN --baseline",
    ),
    Case("path outside the root", added("baseline: ▸../runs/latest\n"), "../runs/latest lies outside the folder of the scenario", "--root"),
    Case(
        "more nations that cannot keep what was agreed than may change",
        agreed(
            "FRA-battlegroup,land-west,lviv-area,entry,9\n", terms="▸baseline: {table: agreed.csv, most_changed_nations: 0}\n"
        ),
        "1 nation cannot keep what was agreed (FRA), at most 0 may change",
        "raise most_changed_nations",
    ),
    Case(
        "nothing keeps to the baseline",
        agreed(GOOD_ROW, terms="▸baseline: {table: agreed.csv}\n"),
        "there is an agreed plan, and nothing keeps to it",
        "minimise: changes",
        severity="warning",
        code=0,
    ),
    Case(
        "pin beyond an offer that an agreed plan still has",
        both(
            agreed(GOOD_ROW),
            swap("at_least: 1, from: entry", "at_least: 9, from: entry"),
        ),
        "this pin asks for at least 9 units in entry",
        "check amount",
    ),
]  # fmt: skip
