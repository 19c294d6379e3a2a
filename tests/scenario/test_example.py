"""The example scenario: it loads with notes only, in every option, whatever the order of its rows and keys."""

import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from planner.frames import NEVER, SCENARIO
from planner.scenario import Reach, Scenario
from planner.scenario.load import load
from tests.scenario.example import EXAMPLE

OPTIONS = (None, "no-backstop", "france-late", "half-force")


@pytest.fixture(scope="module")
def base() -> Scenario:
    return load(EXAMPLE)


@pytest.mark.parametrize("option", OPTIONS)
def test_it_loads_and_every_problem_has_a_place(option: str | None):
    scenario = load(EXAMPLE, option)
    warnings = [p.what for p in scenario.problems if p.severity != "note"]
    assert warnings == (["us-backstop is denied: 1 offer cannot come (USA-fighter-det)"] if option == "no-backstop" else [])
    assert all(p.where and p.where.text for p in scenario.problems)


def test_notes_say_what_is_not_planned_yet(base: Scenario):
    assert [p.what.split(":")[0] for p in sorted(base.problems, key=lambda p: p.where or 0)] == [
        "budgets",
        "deu-no-reserve is soft",
        "instructors",
        "training",
        "equipment",
        "finance",
        "goal target_shortfall",
        "goal changes",
        "lines_of_effort of the brief",
    ]


def test_time(base: Scenario):
    assert [(s.name, s.first_month, s.months) for s in base.steps] == [
        ("prepare", 0, 2),
        ("entry", 2, 3),
        ("stabilise", 5, 9),
        ("sustain", 14, 10),
    ]
    tiers = base.frames["tiers"].set_index(["offer", "tier"])["first_month"]
    # alert is D-75 = 16 December 2025; 15 days later is New Year's Eve (month 0), 20 and 30 days fall into January (month 1)
    assert tiers["FRA-fighter-det", "1"] == 0
    assert tiers["GBR-minehunter", "1"] == 1
    assert tiers["FRA-battlegroup", "1"] == 1
    assert base.frames["sites"].loc["lviv-area", "ready_month"] == 2
    late = load(EXAMPLE, "france-late").frames["tiers"].set_index("offer")
    assert late.loc["FRA-battlegroup", "first_month"] == 5


def test_needs_and_minima(base: Scenario):
    def levels(scenario: Scenario) -> list[tuple[int, float, float]]:
        needs = scenario.frames["needs"]
        return list(needs[needs["requirement"] == "land-west"][["step", "level", "minimum"]].itertuples(index=False, name=None))

    assert levels(base) == [(1, 12, 6), (2, 24, 12), (3, 24, 12)]
    assert levels(load(EXAMPLE, "half-force")) == [(1, 6, 3), (2, 12, 6), (3, 12, 6)]


def test_the_backstop_and_its_thresholds(base: Scenario):
    def test(option: str | None) -> Reach:
        earned = load(EXAMPLE, option).conditions["us-backstop"].earned
        assert isinstance(earned, Reach)
        return earned

    earned = test(None)
    assert earned.without_needs_it
    assert earned.select.sites == {"lviv-area"}
    assert earned.select.nations == {"FRA", "GBR", "EST", "ESP", "DEU", "POL", "NOR", "ROU"}
    assert [str(x) for x in earned.at_least] == ["nan", "3500.0", "6000.0", "6000.0"]
    assert test("half-force").at_least[1:] == (1750, 3000, 3000)
    denied = load(EXAMPLE, "no-backstop").conditions["us-backstop"]
    assert (denied.granted, denied.earned) == ("denied", None)
    assert (base.conditions["ceasefire"].first_month, base.conditions["ceasefire"].until_month) == (2, NEVER)
    assert base.conditions["straits-open"].first_month == 14


def test_offers_pools_and_tiers(base: Scenario):
    offers, tiers = base.frames["offers"], base.frames["tiers"]
    assert offers.loc["GBR-training-team", ["kind", "pool"]].tolist() == ["in_cycle", "GBR training-team"]
    assert offers.loc["GBR-battlegroup", ["kind", "pool"]].tolist() == ["deployed", ""]
    rows = tiers[tiers["offer"] == "GBR-battlegroup"]
    assert rows[["tier", "units", "requires", "status"]].to_numpy().tolist() == [
        ["1", 2.0, (("ceasefire",),), "announced"],
        ["2", 1.0, (("us-backstop",),), "exploratory"],
    ]


def test_lines_places_and_consent(base: Scenario):
    reach = base.frames["reach"].groupby("requirement")["site"].agg(list)
    assert reach["air-policing"] == ["rzeszow"]
    assert reach["reserve"] == ["constanta", "drawsko", "rzeszow"]
    capacity = base.frames["capacity"].set_index(["site", "resource"])
    assert capacity.loc[("rzeszow", "throughput_tpd")].tolist() == [900, 600]
    assert base.consent_explicit
    assert base.hosts["ROU"].sites == {"constanta"}
    assert "TUR" in base.hosts["ROU"].nations
    assert base.hosts["UKR"].requires == (("ceasefire",),)
    (area,) = base.areas
    assert [(limit.name, limit.at_most, limit.per_nation) for limit in area.limits] == [
        ("Montreux aggregate", 45000, False),
        ("Montreux one state", 30000, True),
    ]
    assert area.stays[0][1] == 21
    assert area.requires[0][1] == (("straits-open",),)
    line = base.frames["requirements"].loc["land-west"]
    assert (line["lead"], line["lead_share"], line["max_nations"], line["whole_unit_type"], line["n_minus_1"]) == (
        ("FRA", "GBR"),
        0.3,
        5,
        "battlegroup",
        True,
    )
    assert base.frames["substitutes"].to_numpy().tolist() == [
        ["engineer-coy", "manoeuvre_coy", 0.5, 0.05, ("engineer-coy", "manoeuvre_coy")]
    ]


def test_derived_lines(base: Scenario):
    assert base.frames["requirements"]["derived"][lambda kinds: kinds != ""].to_dict() == {
        "camp-air-defence": "ratio",
        "hub-logistics": "flow",
        "instructors": "courses",
        "reserve": "ratio",
    }
    assert [(d.requirement, d.ratio, d.of) for d in base.derivations] == [
        ("camp-air-defence", 0.0005, "personnel"),
        ("hub-logistics", 1.0, "supply_tpd"),
        ("reserve", 0.33, "manoeuvre_coy"),
    ]


def test_goals_in_order(base: Scenario):
    assert [g.name for g in base.goals] == [
        "below_minimum",
        "shortfall.1",
        "resilience_gap",
        "shortfall.2",
        "uncovered",
        "support_gap",
        "unsupported",
        "leaderless",
        "cost",
    ]
    assert base.goals[-1].relative == 0.03


def test_marks_point_at_names(base: Scenario):
    mark = base.mark("tiers", "GBR-battlegroup", "2")
    assert mark
    assert (Path(mark.file).name, mark.line) == ("offers.csv", 7)
    for path in (("caveats", "pol-no-ukr"), ("sites", "constanta"), ("conditions", "us-backstop"), ("requirements", "reserve")):
        found = base.mark(*path)
        assert found
        assert found.text[found.column - 1 :].startswith(path[1])
    assert all(base.mark("offers", offer) for offer in base.frames["offers"].index)
    assert all(g.mark for g in base.goals)
    assert base.pins[0].mark


def test_every_frame_is_as_declared(base: Scenario):
    assert set(base.frames) == {f.name for f in SCENARIO}
    for declared in SCENARIO:
        frame = base.frames[declared.name]
        assert not frame.reset_index()[list(declared.key)].duplicated().any()


def shuffled(value: Any, chance: random.Random, path: tuple[str, ...] = ()) -> Any:
    """Shuffle the keys of all mappings but the phases, whose order is their meaning."""
    if isinstance(value, list):
        return [shuffled(v, chance, path) for v in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    if path != ("calendar", "phases"):
        chance.shuffle(keys)
    return {k: shuffled(value[k], chance, (*path, k)) for k in keys}


@pytest.mark.parametrize("seed", range(3))
def test_order_of_rows_and_keys_means_nothing(tmp_path: Path, base: Scenario, seed: int):
    chance = random.Random(seed)
    document = yaml.load((EXAMPLE / "scenario.yaml").read_text(), Loader=yaml.BaseLoader)  # noqa: S506  # plain text, no objects
    text = yaml.safe_dump(shuffled(document, chance), sort_keys=False)
    (tmp_path / "scenario.yaml").write_text(text.replace("'", ""))
    for table in EXAMPLE.glob("*.csv"):
        heading, *rows = table.read_text().splitlines()
        chance.shuffle(rows)
        (tmp_path / table.name).write_text("\n".join([heading, *rows]) + "\n")
    for option in OPTIONS:
        once, again = load(EXAMPLE, option), load(tmp_path, option)
        for name in once.frames:
            pd.testing.assert_frame_equal(once.frames[name], again.frames[name])
        assert once.digest == again.digest
    assert base.digest == load(EXAMPLE).digest


def test_options_differ_and_so_do_their_digests():
    assert len({load(EXAMPLE, option).digest for option in OPTIONS}) == len(OPTIONS)
