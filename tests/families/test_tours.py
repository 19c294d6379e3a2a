"""Tours on paper: companies 6 months away and 18 at home, six steps of two months; and the rows as they are written."""

import os
from pathlib import Path
from typing import Any

import pytest

from planner.model.build import build, write
from planner.model.families import NAMES
from planner.placements import placements
from planner.scenario import AllOf, Condition, Goal, Reach, Scenario, Selector, Step
from tests.families.small import line, offer, small
from tests.families.solve import optimum

SNAPSHOT = Path(__file__).with_name("snapshots") / "tours" / "rotation.lp"
MONTHS = tuple(Step(f"m{i}", f"m{i}", 2 * i, 2) for i in range(6))
TOURS = {"switches": {"rotation": "tours"}, "steps": MONTHS}
GOALS = (Goal("shortfall", 1), Goal("cost"))
MOVES = {"unit_types": [{"unit_type": "coy", "domain": "land", "personnel": 100.0, "cost_move": 1.0}]}


def needs(*levels):
    return [{"requirement": "a", "capability": "companies", "step": p, "level": n} for p, n in enumerate(levels) if n]


def short(offers, levels, lines=None, rows=None, **fields):
    """Return the step-months in which a company is missing, and the tours that begin in the cheapest way to miss no more."""
    spec = MOVES | {"needs": needs(*levels)} | (rows or {})
    values, decisions = optimum(small(offers, lines or [line("a", 1)], spec, goals=GOALS, **(TOURS | fields)))
    return round(values["shortfall.1"] * sum(1 for n in levels if n), 6), int(decisions["start"]["tours"].sum())


def est(units, **terms):
    return offer("EST", units, kind="in_cycle", **terms)


@pytest.mark.parametrize(
    ("units", "levels", "expected"),
    [
        (1, (1, 1, 1, 0, 0, 0), (0, 1)),  # one tour fills half a year
        (1, (1, 1, 1, 1, 0, 0), (1, 1)),  # nobody relieves it in the fourth step
        (2, (1, 1, 1, 1, 1, 1), (0, 2)),
        (2, (2, 2, 2, 0, 0, 0), (0, 2)),  # both at once, though one in four is sustained
        (2, (2, 2, 2, 1, 1, 1), (1.5, 2)),  # half of a line of two in three steps, or all of a line of one
        (3, (2, 2, 2, 1, 1, 1), (0, 3)),
        (1, (1, 0, 0, 0, 0, 1), (1, 1)),  # a tour of a month costs its rest
    ],
)
def test_a_cycle_stands_by_tours(units, levels, expected):
    assert short([est(units)], levels) == expected


def test_a_unit_that_has_rested_comes_again():
    assert short([est(1, dwell_months=2)], (1, 1, 1, 0, 1, 1)) == (0, 2)
    assert short([est(1, dwell_months=3)], (1, 1, 1, 0, 1, 1)) == (1, 2)


def test_a_tour_may_begin_before_it_is_needed():
    """Needed in the second and the last step: to have rested by month 10 the first tour leaves in month 0, and it takes six months."""
    assert short([est(1, dwell_months=4)], (0, 1, 0, 0, 0, 1)) == (0, 2)
    assert short([est(1, dwell_months=5)], (0, 1, 0, 0, 0, 1)) == (1, 1)


def test_relief_in_place_shortens_what_a_tour_holds():
    """Five months of a tour of six: two units hold ten months of twelve."""
    types = [MOVES["unit_types"][0] | {"overlap_months": 1}]
    assert short([est(2)], (1, 1, 1, 1, 1, 1), rows={"unit_types": types}) == (1, 2)


def test_tiers_with_dates_take_over():
    assert short([est(1), est(1, tier="2", first_month=6)], (1, 1, 1, 1, 1, 1)) == (0, 2)
    assert short([est(1), est(1, tier="2", first_month=7)], (1, 1, 1, 1, 1, 1)) == (1, 2)
    assert short([est(1, until_month=4), est(1, tier="2", first_month=4)], (1, 1, 1, 1, 1, 1)) == (1, 2)


@pytest.mark.parametrize(("tied", "sets"), [(False, 6), (True, 7)])
def test_only_sets_of_offers_that_places_tie_together_have_a_row(tied, sets):
    """Six members, each at a site of its own: six sets, not 63 unions. Where the first two serve at the next one's too, three are tied."""
    sites = [f"s{i}" for i in range(6)]
    at = [(site, sites[i + 1]) if tied and i < 2 else (site,) for i, site in enumerate(sites)]  # a, ab, bc, abc
    pooled = [offer(f"N0{i}", 1, kind="in_cycle", pool="p", only_at=only) for i, only in enumerate(at)]
    rows = {"sites": [{"site": site, "country": "UKR", "existing": True} for site in sites]}
    asked = small(pooled, [line("a", 6, at=" ".join(sites))], rows, **(TOURS | {"steps": (Step("all", "all", 0, 6),)}))
    built = build(asked, placements(asked))
    relief = {key[1] for name, key in built.row_labels if name == "rotation_relief"}
    assert len(relief) == sets


def test_nations_of_a_pool_relieve_each_other():
    alone = [est(1), offer("POL", 1, kind="in_cycle")]
    assert short(alone, (1, 1, 1, 1, 1, 1)) == (0, 2)  # as well: the plan may place either
    pooled = [o | {"pool": "p"} for o in alone]
    assert short(pooled, (1,), steps=(Step("all", "all", 0, 12),)) == (0, 2)
    assert short(alone, (1,), steps=(Step("all", "all", 0, 12),)) == (1, 0)  # in one step only who relieves in one place


def test_work_at_home_takes_units_out_of_the_cycle():
    """Three in the cycle; two at home, of which one in two is available, take all."""
    lines = [line("a", 1), line("home", 1, at="base", weight=9.0)]
    rows = {"needs": [*needs(1), {"requirement": "home", "capability": "companies", "step": 0, "level": 1}]}
    for units, missing in ((3, 0.0), (2, 1.0)):
        values, _ = optimum(small([offer("POL", units, kind="in_cycle", home_availability=0.5)], lines, rows, **TOURS))
        assert values["shortfall.1"] == missing


def test_more_units_never_worsen_the_first_level():
    found = [short([est(units, dwell_months=7)], (2, 1, 2, 1, 2, 1))[0] for units in range(5)]
    assert found == sorted(found, reverse=True)


def shown() -> Scenario:
    """A pool of two nations of which one may stand at one site only, a tier that waits, work at home, relief in place."""
    made = {
        name: Condition(name, "if-earned", earned=AllOf((Reach("units", "", Selector(), False, (1.0, 1.0)),))) for name in ("one", "two")
    }
    terms: dict[str, Any] = {"pool": "p", "only_at": ("camp",), "tour_months": 3, "dwell_months": 2}
    offers = [
        est(2, **terms), est(1, tier="2", requires=(("one",), ("two",)), **terms),
        offer("POL", 2, kind="in_cycle", pool="p", home_availability=0.5, tour_months=2, dwell_months=4),
    ]  # fmt: skip
    sites = [{"site": s, "country": c, "existing": True} for s, c in (("camp", "UKR"), ("hub", "ROU"), ("base", "POL"))]
    steps = (Step("first", "first", 0, 2), Step("second", "second", 2, 3))
    rows = {"sites": sites, "unit_types": [MOVES["unit_types"][0] | {"overlap_months": 1}]}
    return small(offers, [line("land", 3, at="camp hub base")], rows, conditions=made, steps=steps, switches={"rotation": "tours"})


def test_the_rows_of_tours_are_those_of_their_snapshot(tmp_path):
    write(shown(), placements(shown()), tmp_path / "now.lp", without=frozenset(NAMES) - {"rotation"})
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text((tmp_path / "now.lp").read_text())
    assert (tmp_path / "now.lp").read_text() == SNAPSHOT.read_text()
