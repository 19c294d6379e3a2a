"""Why a line is short, on the hand-made plan: 4 of 5 hulls in stabilise; two wait for the straits, one is barred, four stand."""

from dataclasses import replace

import pytest

from planner.frames import make
from planner.placements import placements
from planner.scenario import AreaLimit, Caveat, Selector
from planner.study.remedies import Remedy
from planner.study.shortfalls import shortfalls
from reports.content.gaps import gap
from reports.content.names import Names
from reports.content.numbers import THIN
from tests.reports.handmade import BLACK_SEA, CONDITIONS, ROWS, empty_plan, plan, scenario


def found(s, p):
    return shortfalls(s, p, placements(s))


@pytest.fixture(scope="module")
def short():
    (only,) = found(scenario(), plan())
    return only


def test_what_is_missing_and_what_it_weighs(short):
    assert (short.requirement, short.steps, short.filled, short.level, short.share) == ("sea-mcm", (2,), 4, 5, 0.8)
    assert (short.months, short.months_needed) == (9, 19)
    assert short.weight == pytest.approx(9 / 19 * 1 / 5)


def test_it_alone_delays_full_capability_from_stabilise_to_sustain(short):
    (delay,) = short.delays
    assert (delay.what, delay.would_be, delay.planned, delay.alone) == ("FOC", 2, 3, True)


def test_every_offer_that_could_serve_says_where_its_units_are(short):
    assert [(c.kind, c.offer, c.units) for c in short.causes] == [
        ("condition", "GBR-mcm", 2), ("caveat", "ESP-mcm", 1), ("offer", "ROU-mcm", 2), ("offer", "TUR-mcm", 2),
    ]  # fmt: skip
    assert (short.causes[0].subject, short.causes[0].owner, short.causes[0].month) == ("straits-open", "TUR government", 14)
    assert short.causes[3].pledged == 6


def test_who_could_fill_it_in_things(short):
    # one ship is missing; of a British ship, which may stay 21 days of 30, 0.7 counts: two
    assert short.remedies == (
        Remedy("more", "ROU", "minehunter", 1), Remedy("cycle", "TUR", "minehunter", 3),
        Remedy("condition", "GBR", "minehunter", 2, "straits-open", 14), Remedy("caveat", "ESP", "minehunter", 1, "caveat esp-no-sea"),
    )  # fmt: skip


def test_in_words_the_cause_begins_with_its_kind(short):
    said = gap(scenario(), Names(scenario(), ids=True), short)
    assert said.filled == "4 of 5 ships"
    assert said.effect == "Alone delays FOC from June 2026 to March 2027."
    assert said.cause == (
        "Condition straits-open (TUR government) holds only from March 2027: GBR 2 minehunters wait; caveat esp-no-sea keeps out ESP 1 "
        "minehunter; offer: all that is offered stands, ROU 2 and TUR 2 from 6 in its cycle."
    )
    assert said.could == (
        "ROU 1 minehunter more · TUR 3 minehunters more in its cycle · GBR 2 minehunters, if straits-open holds by June 2026 · "
        "ESP 1 minehunter, without the caveat esp-no-sea"
    )


def test_without_any_offer_any_nation_is_asked():
    rows = {
        "offers": [r for r in ROWS["offers"] if r["unit_type"] != "minehunter"],
        "tiers": [r for r in ROWS["tiers"] if "mcm" not in r["offer"]],
    }
    s, p = scenario(rows=rows), plan()
    p = replace(p, frames={**p.frames, "posture": p.frames["posture"][p.frames["posture"]["requirement"] == "land-west"]})
    (only,) = found(s, p)
    said = gap(s, Names(s), only)
    assert said.cause == "Offer: nobody offers mine countermeasures."
    assert said.could == "any nation, 1 ship; none offered"


def test_consecutive_phases_are_one_shortfall_and_the_heaviest_comes_first():
    first, second = found(scenario(), empty_plan())
    assert (first.requirement, first.steps) == ("land-west", (1, 2, 3))
    assert (second.requirement, second.steps) == ("sea-mcm", (2, 3))
    assert first.below_minimum
    assert first.weight == pytest.approx(1)


def test_units_that_stand_idle_are_named_not_explained_away():
    idle = found(scenario(), empty_plan())[1].causes
    assert ("idle", "ROU-mcm", 2) in [(c.kind, c.offer, c.units) for c in idle]


def test_units_not_there_yet_are_a_matter_of_date():
    late = [r | {"first_month": 14} if r["offer"] == "GBR-mcm" else r for r in ROWS["tiers"]]
    late = [r | {"requires": ()} if r["offer"] == "GBR-mcm" else r for r in late]
    s = scenario(rows={"tiers": late}, areas=())
    causes = found(s, plan())[0].causes
    assert ("date", "GBR-mcm", 2, 14) in [(c.kind, c.offer, c.units, c.month) for c in causes]


def test_idle_units_that_a_ceiling_keeps_at_home_name_the_ceiling():
    p = plan()
    stands = p.frames["posture"][p.frames["posture"]["offer"] != "TUR-mcm"].reset_index(drop=True)
    limits = make("limits", [{"nation": "TUR", "measure": "deployed", "step": 2, "used": 0, "limit": 30}])
    causes = found(scenario(), replace(p, frames={**p.frames, "posture": stands, "limits": limits}))[0].causes
    (turkish,) = (c for c in causes if c.nation == "TUR")
    assert (turkish.kind, turkish.owner, turkish.units, turkish.pledged) == ("ceiling", "TUR", 2, 30)


def test_idle_units_without_a_place_name_the_site():
    p = plan()
    stands = p.frames["posture"][p.frames["posture"]["offer"] != "TUR-mcm"].reset_index(drop=True)
    loads = make("loads", [{"site": "port", "resource": "berths", "step": 2, "used": 8, "free": 8}])
    causes = found(scenario(), replace(p, frames={**p.frames, "posture": stands, "loads": loads}))[0].causes
    (turkish,) = (c for c in causes if c.nation == "TUR")
    assert (turkish.kind, turkish.subject) == ("room", "room at port")


def full_sea(**limit):
    """Return the scenario with a limit on tonnes in the Black Sea, and the plan's account of it: two Romanian ships of 600 t stand."""
    sea = replace(BLACK_SEA, limits=(AreaLimit("treaty", "tonnes", Selector(), 1500.0, **limit),))
    used = [{"area": "black-sea", "limit": "treaty", "nation": "ROU" if limit else "", "step": 2, "used": 1200, "at_most": 1500}]
    p = plan()
    stands = p.frames["posture"][p.frames["posture"]["offer"] != "TUR-mcm"].reset_index(drop=True)
    return scenario(areas=(sea,)), replace(p, frames={**p.frames, "posture": stands, "areas": make("areas", used)})


def test_idle_units_that_an_area_keeps_outside_name_its_limit():
    s, p = full_sea()
    (only,) = found(s, p)
    (turkish,) = (c for c in only.causes if c.nation == "TUR")
    assert (turkish.kind, turkish.subject, turkish.units, turkish.pledged) == ("ceiling", "limit black-sea treaty", 2, 1500)
    said = gap(s, Names(s, ids=True), only).cause.replace(THIN, " ")
    assert "eiling of black-sea, treaty: 1 500 t: TUR 2 minehunters stay outside" in said


def test_more_of_what_stands_is_no_remedy_where_the_area_is_full():
    s, p = full_sea()
    (only,) = found(s, p)
    assert Remedy("ceiling", "ROU", "minehunter", 1, "limit black-sea treaty") in only.remedies
    assert not [r for r in only.remedies if r.how == "more"]
    assert "ROU 1 minehunter, above the ceiling (black-sea, treaty: 1 500 t)" in gap(s, Names(s, ids=True), only).could.replace(THIN, " ")


@pytest.mark.parametrize("most", [1, 2], ids=["full", "one more finds room"])
def test_more_of_what_stands_is_no_remedy_where_the_site_takes_in_no_more(most):
    came = {"site": "port", "step": 2, "offer": "TUR-mcm", "requirement": "sea-mcm", "units": 1, "persons": 40, "tonnes": 0}
    p, before = plan(), scenario().steps[1].months
    takes = [{"site": "port", "measure": "persons", "a_month": most * 40 / before, "over": "", "first_month": 0}]
    s = scenario(rows={"reception": takes})
    (only,) = found(s, replace(p, frames={**p.frames, "movements": make("movements", [came])}))
    assert Remedy("more", "ROU", "minehunter", 1) in only.remedies, "on own soil nobody arrives"
    assert (Remedy("cycle", "TUR", "minehunter", 3) in only.remedies) == (most == 2)
    assert (Remedy("reception", "TUR", "minehunter", 1, "reception of port") in only.remedies) == (most == 1)
    could = gap(s, Names(s, ids=True), only).could.replace(THIN, " ")
    assert ("TUR 1 minehunter, with more reception at port" in could) == (most == 1)


def test_more_of_what_stands_is_no_remedy_where_there_is_no_room():
    p = plan()
    loads = make("loads", [{"site": "port", "resource": "berths", "step": 2, "used": 8, "free": 8}])
    (only,) = found(scenario(), replace(p, frames={**p.frames, "loads": loads}))
    assert Remedy("room", "ROU", "minehunter", 1, "room at port") in only.remedies
    assert not {r.how for r in only.remedies} & {"more", "cycle"}


def test_a_limit_for_each_nation_is_full_only_for_the_one_that_fills_it():
    (only,) = found(*full_sea(per_nation=True))
    assert Remedy("ceiling", "ROU", "minehunter", 1, "limit black-sea treaty") in only.remedies
    assert ("idle", "TUR-mcm") in [(c.kind, c.offer) for c in only.causes]


def test_a_caveat_with_an_exception_is_a_condition_not_a_date():
    # Romania comes only once the straits are open, in sustain
    waits = Caveat("rou-straits", Selector(nations=frozenset({"ROU"})), unless=(("straits-open",),))
    s = scenario(caveats=(waits,), conditions=CONDITIONS)
    (romanian,) = (c for c in found(s, plan())[0].causes if c.nation == "ROU")
    assert (romanian.kind, romanian.subject, romanian.month) == ("condition", "straits-open", 14)


def test_units_on_another_line_say_which():
    rows = {
        "requirements": [*ROWS["requirements"], {"requirement": "port-guard", "pillar": "reassurance"}],
        "reach": [*ROWS["reach"], {"requirement": "port-guard", "site": "port"}],
        "needs": [*ROWS["needs"], {"requirement": "port-guard", "capability": "mcm", "step": 2, "level": 1}],
    }
    p = plan()
    posture = p.frames["posture"].copy()
    moved = (posture["offer"] == "ROU-mcm") & (posture["step"] == 2)
    posture.loc[moved, "requirement"] = "port-guard"
    short = next(s for s in found(scenario(rows=rows), replace(p, frames={**p.frames, "posture": posture})) if s.requirement == "sea-mcm")
    assert ("other line", "ROU-mcm", "port-guard", 2) in [(c.kind, c.offer, c.subject, c.units) for c in short.causes]
    assert Remedy("line", "ROU", "minehunter", 1, "port-guard") in short.remedies


def test_a_shortfall_too_small_for_one_decimal_is_told_apart():
    s = scenario()
    (only,) = found(s, plan())
    assert gap(s, Names(s), replace(only, filled=4.98)).filled == "4.98 of 5 ships"
