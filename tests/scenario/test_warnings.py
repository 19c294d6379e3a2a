"""What loads, and yet is worth a look before it is planned."""

from typing import Any

from tests.scenario.small import DOCUMENT, refused, warned


def test_what_is_worth_a_look(read):
    assert warned(read()) == []
    assert warned(read(offers__EST0coy={"nation": "EST", "unit_type": "coy", "in_cycle": 3})) == [
        "the pool EST coy sustains 0.75 units: less than one never stands"
    ]
    assert warned(read(unit_types__sqn={"domain": "land", "personnel": 80, "provides": {"eng": 1}})) == [
        "sqn has no cost: a plan gets it for nothing"
    ]
    tight = {"camp": {"country": "UKR", "kind": "camp", "existing": True, "capacity": {"beds": 5}, "baseline_load": {"beds": 9}}}
    living = DOCUMENT["unit_types"]["coy"] | {"occupies": {"beds": 1}}
    assert warned(read(sites=DOCUMENT["sites"] | tight, unit_types__coy=living)) == ["camp: others use 9 of 5 beds: nothing is free"]


def test_a_resource_that_no_unit_type_occupies(read):
    """Misspelt it holds nobody back, and a site that is to grow by it never does; what hubs hand on and classes take is no unit's."""
    living = DOCUMENT["unit_types"]["coy"] | {"occupies": {"beds": 1}}
    camp = {"country": "UKR", "kind": "camp", "existing": True, "capacity": {"beds": 500, "throughput_tpd": 9, "training_places": 9}}
    grows = [{"name": "two", "capacity": {"bed": 500}, "months": 1}]
    assert warned(read(sites__camp=camp, unit_types__coy=living)) == []
    assert warned(read(sites__camp=camp | {"expansion": grows}, unit_types__coy=living)) == [
        "no unit type occupies bed, which camp has: it holds nobody back; did you mean beds?"
    ]


def test_a_pool_written_by_hand_with_one_offer(read):
    def told(*pools: str) -> list[str]:
        offers = {
            f"{n}-coy": {"nation": n, "unit_type": "coy", "in_cycle": 4, "pool": p} for n, p in zip(("EST", "FRA"), pools, strict=True)
        }
        scenario = read(offers=DOCUMENT["offers"] | offers | {"FRA-coy": offers["FRA-coy"]})
        return sorted(p.what for p in scenario.problems if p.severity == "note")

    assert told("baltic", "baltic") == []
    assert told("baltic", "Baltic") == [
        "EST-coy is alone in the pool baltic: it relieves nobody but itself; did you mean Baltic?",
        "FRA-coy is alone in the pool Baltic: it relieves nobody but itself; did you mean baltic?",
    ]


def test_a_beginning_after_the_calendar(read):
    said = warned(read(conditions__accord={"granted": "true", "from": "2036-03-01"}))
    assert said == ["2036-03-01 lies after the calendar, which ends on 2026-09-30"]


def test_a_denied_condition_names_three_offers_and_counts_the_others(read):
    coy = {"nation": "FRA", "unit_type": "coy", "deployed": 1, "requires": "vote"}
    denied = {"calendar__alert": "2026-01-01", "conditions__vote": {"granted": False}, "offers": {f"FRA-{n}": coy for n in range(1, 6)}}
    assert warned(read(**denied)) == ["vote is denied: 5 offers cannot come (FRA-1, FRA-2, FRA-3, 2 more)"]


def test_a_threshold_above_all_that_is_offered(read):
    def warnings(test: Any, **changes: Any) -> list[str]:
        return warned(read(calendar__alert="2026-01-01", conditions__vote={"granted": "if-earned", "earned_when": test}, **changes))

    # in place: 4 French companies of 100, 1 of 4 Estonian ones in turn; the squadron of 80 is Canadian
    assert warnings({"group": "EU", "at_least": {"stay": 500}}) == []
    assert warnings({"group": "EU", "at_least": {"stay": 501}}) == [
        "vote asks for 501 persons in stay, and all that it counts can give 500"
    ]
    assert warnings({"all": [{"measure": "eng", "at_least": 2}]}) == ["vote asks for 2 eng in entry, and all that it counts can give 1"]
    assert warnings({"measure": "units", "nation": "CAN", "at_least": 1}) == []
    needing = {"nation": "FRA", "unit_type": "coy", "deployed": 4, "requires": "vote"}
    left = warnings({"without": "needs-it", "measure": "units", "at_least": 3}, offers__FRA0coy=needing)
    assert left == ["vote asks for 3 units in entry, and all that it counts can give 2"]


def test_a_host_without_sites(read):
    assert warned(read(calendar__alert="2026-01-01", hosts={"ISL": {"allow": "all"}})) == [
        "no site lies in ISL: what it admits is not asked"
    ]
    assert refused(read, hosts={"UKX": {"allow": "all"}, "POL": {"allow": "all"}}) == ["no site lies in a country 'UKX'; did you mean UKR?"]
    # EST offers: it is no misspelt name of a country with sites, though EST looks like ESP
    sites = {"camp": {"country": "ESP", "existing": True}, "hub": {"country": "POL", "existing": True}}
    assert warned(read(calendar__alert="2026-01-01", sites=sites, hosts={"EST": {"allow": "all"}})) == [
        "no site lies in EST: what it admits is not asked"
    ]
