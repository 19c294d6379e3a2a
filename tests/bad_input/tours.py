"""Tours that cannot be meant: pools of unlike units, relief that outlasts the tour, tours that outlast the calendar."""

from tests.bad_input.catalogue import Case, Spoiler, both, swap

ENGINEERS = "engineer-coy: {domain: land, personnel: 150,"
CYCLE = "FRA-engineers,FRA,engineer-coy,,4,,1,ceasefire,,,30,,"


def engineers(terms: str) -> Spoiler:
    return swap(ENGINEERS, f"engineer-coy: {{domain: land, {terms}, personnel: 150,")


def planned(spoiler: Spoiler) -> Spoiler:
    """Spoil where tours are planned one by one."""
    return both(swap("title: Good\n", "title: Good\nmodel: {rotation: tours}\n"), spoiler)


CASES = [
    Case(
        "pool with no common unit type",
        both(
            swap("only_at,not_at,status", "only_at,pool,status", "offers.csv"),
            swap(f"{CYCLE},offered", f"{CYCLE}joint,offered", "offers.csv"),
            swap(
                "GBR-coy-01,GBR,infantry-coy,1,,,1,,,,30,,,offered",
                "GBR-coy-01,GBR,infantry-coy,,4,,1,,,,30,,▸joint,offered",
                "offers.csv",
                "row 8, pool",
            ),
        ),
        "GBR-coy-01 in the pool joint is of infantry-coy, FRA-engineers in it of engineer-coy",
        "one pool a unit type",
    ),
    Case(
        "overlap longer than the tour",
        engineers("tour_months: ▸1, overlap_days: 45"),
        "FRA-engineers serves tours of 1 months, and 2 of them go by in relief",
        "overlap_days of engineer-coy must be shorter than the tour",
    ),
    Case(
        "overlap as long as the tour", engineers("tour_months: ▸2, overlap_days: 45"), "serves tours of 2 months, and 2 of them", "shorter"
    ),
    Case("overlap below zero", engineers("overlap_days: ▸-3"), "expected a number, 0 or more, got -3", "0 or more"),
    Case(
        "tour longer than the horizon",
        engineers("▸tour_months: 36"),
        "FRA-engineers serves tours of 36 months, and the calendar has 12: nobody is relieved in it",
        "tours are in months",
        severity="warning",
        code=0,
    ),
    Case(
        "pool that is empty at times",
        planned(swap("FRA-engineers,FRA,engineer-coy,,4,", "FRA-engineers,FRA,engineer-coy,,3,", "offers.csv")),
        "the pool FRA engineer-coy sustains 0.75 units for good: a place that it holds is empty at times",
        "in_cycle",
        severity="warning",
        code=0,
    ),
    Case(
        "tour that is no whole month",
        planned(engineers("tour_months: 4.5, dwell_months: 13.5")),
        "FRA-engineers: a tour of 4.5 and a rest of 13.5 months count as 5 and 14: of its cycle 26.3 % can stand for good, not 25.0 %",
        "whole months",
        severity="warning",
        code=0,
    ),
]
