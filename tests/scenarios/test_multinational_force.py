"""The flagship: its tables are made as they say they are, and its plan is one that a planner would accept (accepted.yaml)."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from planner.conductor import solve
from planner.placements import placements
from planner.plan import Plan
from planner.scenario import Scenario
from planner.scenario.load import load
from planner.shipped import scenarios
from solvers import Limits

FOLDER = scenarios() / "multinational-force"
ACCEPTED: dict[str, Any] = yaml.safe_load((FOLDER / "accepted.yaml").read_text(encoding="utf-8"))
OPTIONS = ("no-backstop", "neighbours-first", "ambition-10k", "ambition-25k", "ambition-30k", "training-first")


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_offers", FOLDER / "make_offers.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@cache
def scenario(option: str | None = None) -> Scenario:
    return load(FOLDER, option)


# The tables ----------------------------------------------------------------------------------------------------------------------


def test_the_script_makes_the_committed_offers(tmp_path: Path) -> None:
    made = script()
    made.write(tmp_path / "offers.csv")
    assert (tmp_path / "offers.csv").read_bytes() == (FOLDER / "offers.csv").read_bytes()


@pytest.mark.parametrize(
    ("rule", "units"),
    [
        ("3", 3),
        ("1 per 20 airlift, at most 2", 2),
        ("1 per 30 airlift, at most 2", 1),
        ("40% of stated_low as persons", 2),
        ("100% of stated_rest as persons", 1),
    ],
)
def test_a_size_rule_on_paper(rule: str, units: int) -> None:
    nation = {"nation": "FRA", "stated_low": "6000", "stated_high": "7500"}
    assert script().size(rule, nation, {("FRA", "airlift"): 45}, 1200) == units


def test_the_rule_of_a_nation_goes_before_the_rule_of_its_stance() -> None:
    of_lithuania = [
        r["size_rule"] for r in script().rules_of({"nation": "LTU", "stance": "GROUND_OPEN_COND"}) if r["unit_type"] == "infantry-coy"
    ]
    assert of_lithuania == ["75% of stated_high as persons"]


def test_every_offer_says_what_it_rests_on() -> None:
    tiers = scenario().frames["tiers"]
    assert (tiers["source"] != "").all()
    assert (tiers["confidence"] != "").all()
    assert set(tiers["basis"]) == set(ACCEPTED["14-every-number-has-its-row"]["basis"])


def test_quoted_numbers_are_not_exceeded() -> None:
    frames = scenario().frames
    rows = frames["tiers"].join(frames["offers"], on="offer")
    quoted = rows[rows["basis"] == "quoted"]
    persons = (quoted["units"] * quoted["unit_type"].map(frames["unit_types"]["personnel"])).groupby(quoted["nation"]).sum()
    assert set(quoted["kind"]) == {"deployed"}
    most = {"FRA": 6000, "GBR": 7500, "EST": 500, "LTU": 200}
    assert set(persons.index) == set(most)
    assert all(persons[nation] <= limit for nation, limit in most.items())


def test_all_that_the_lead_nations_could_send_stays_inside_the_quoted_number() -> None:
    read = scenario()
    found = placements(read).chosen
    in_ukraine = set(found["offer"][found["site"].map(read.frames["sites"]["country"]) == "UKR"])
    rows = read.frames["tiers"].join(read.frames["offers"], on="offer")
    rows = rows[rows["offer"].isin(in_ukraine) & (rows["kind"] == "deployed")]
    persons = (rows["units"] * rows["unit_type"].map(read.frames["unit_types"]["personnel"])).groupby(rows["nation"]).sum()
    assert persons["FRA"] <= 6000
    assert persons["GBR"] <= 7500


def test_no_site_stands_near_the_line() -> None:
    sites = scenario().frames["sites"]
    assert (
        sites["lon"][sites["country"] == "UKR"].max()
        < ACCEPTED["4-after-the-ceasefire-and-far-from-the-line"]["no_site_in_ukraine_east_of"]
    )


def test_who_hosts_nothing() -> None:
    assert scenario().consent_explicit
    assert not {"HUN", "SVK", "AUT", "MDA", "MLT", "CHE"} & (set(scenario().hosts) | set(scenario().frames["sites"]["country"]))


# What is admissible, whatever the goals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", [None, *OPTIONS])
def test_every_option_loads_and_keeps_who_stays_out_of_ukraine(option: str | None) -> None:
    read = scenario(option)
    found = placements(read)
    in_ukraine = found.chosen[found.chosen["site"].map(read.frames["sites"]["country"]) == "UKR"]
    assert not any(p.severity == "error" for p in read.problems)
    assert not set(in_ukraine["nation"]) & set(ACCEPTED["3-nobody-in-ukraine"]["nobody"])
    assert set(in_ukraine["unit_type"][in_ukraine["nation"] == "NOR"]) <= {"training-team"}


def test_no_line_is_without_any_placement() -> None:
    assert set(placements(scenario()).chosen["requirement"]) == set(scenario().frames["requirements"].index)


# The plan -------------------------------------------------------------------------------------------------------------------------


class Judged:
    """A solved plan, seen through the tables that the items of accepted.yaml speak of."""

    def __init__(self, read: Scenario, plan: Plan) -> None:
        self.scenario, self.plan = read, plan
        self.steps = {step.name: n for n, step in enumerate(read.steps)}
        months = pd.Series([step.months for step in read.steps])
        posture = plan.frames["posture"].copy()
        posture["person_months"] = posture["persons"] * posture["step"].map(months)
        self.posture = posture.join(read.frames["offers"][["kind", "tour_months", "dwell_months"]], on="offer")
        self.in_ukraine = self.posture[self.posture["country"] == "UKR"]

    def at(self, step: str, frame: pd.DataFrame | None = None) -> pd.DataFrame:
        found = self.in_ukraine if frame is None else frame
        return found[found["step"] == self.steps[step]]

    def persons(self, step: str) -> float:
        return float(self.at(step)["persons"].sum())

    def filled(self, line: str, step: str) -> pd.Series:
        coverage = self.at(step, self.plan.frames["coverage"])
        return coverage[coverage["requirement"] == line].set_index("capability")["filled"]


@cache
def judged(option: str | None = None) -> Judged:
    return Judged(scenario(option), solve(scenario(option), Limits(seconds=90)))


def within(value: float, bounds: list[float]) -> bool:
    return bounds[0] <= value <= bounds[1]


@pytest.mark.slow
class TestAccepted:
    def test_1_people_in_ukraine(self) -> None:
        item, plan = ACCEPTED["1-people-in-ukraine"], judged()
        groups = plan.at("stabilise")["nation"].map(plan.scenario.frames["nations"]["groups"])
        counted = groups.map(lambda g: "EUROPE" in g) | (plan.at("stabilise")["nation"] == "CAN")
        assert within(plan.persons("stabilise"), item["stabilise"])
        assert within(plan.persons("entry"), item["entry"])
        assert plan.at("stabilise")["persons"][counted].sum() >= item["europe_and_canada"] * plan.persons("stabilise")

    def test_2_who_carries_it(self) -> None:
        item, plan = ACCEPTED["2-who-carries-it"], judged()
        persons = plan.at("stabilise").groupby("nation")["persons"].sum()
        for nation in ("FRA", "GBR", "EST", "LTU"):
            assert within(persons.get(nation, 0), item[nation]), nation
        assert within((persons["FRA"] + persons["GBR"]) / persons.sum(), item["FRA_and_GBR_share"])
        assert persons.drop(["FRA", "GBR"]).max() <= item["any_other_nation"][1]
        tiers = plan.scenario.frames["tiers"].join(plan.scenario.frames["offers"]["nation"], on="offer")
        assert set(tiers["nation"][tiers["basis"] == "quoted"]) <= set(item["quoted_only"])

    def test_3_nobody_in_ukraine(self) -> None:
        item, plan = ACCEPTED["3-nobody-in-ukraine"], judged()
        assert not set(plan.in_ukraine["nation"]) & set(item["nobody"])
        assert not set(plan.at("entry")["nation"]) & set(item["not_in_entry"])
        for nation, condition in item["only_while"].items():
            conditions = plan.plan.frames["conditions"]
            while_it_holds = set(conditions["step"][(conditions["condition"] == condition) & conditions["holds"]])
            assert set(plan.in_ukraine["step"][plan.in_ukraine["nation"] == nation]) <= while_it_holds
        for nation, unit_type in item["only_unit_type"].items():
            assert set(plan.in_ukraine["unit_type"][plan.in_ukraine["nation"] == nation]) <= {unit_type}

    def test_4_nothing_before_the_ceasefire(self) -> None:
        item, plan = ACCEPTED["4-after-the-ceasefire-and-far-from-the-line"], judged()
        force = plan.posture[plan.posture["pillar"] == "reassurance"]
        assert force["step"].min() >= plan.steps[item["reassurance_from"]]
        assert plan.in_ukraine["step"].min() >= plan.steps[item["reassurance_from"]]

    def test_5_rotation(self) -> None:
        away = judged().posture.query("kind == 'in_cycle' and not own_soil")
        cycle = away["persons"] * (away["tour_months"] + away["dwell_months"]) / away["tour_months"]
        assert within(cycle.sum() / away["persons"].sum(), ACCEPTED["5-rotation"]["people_in_the_cycle_for_one_deployed"])

    def test_6_sea(self) -> None:
        item, plan = ACCEPTED["6-sea"], judged()
        commands, conditions = plan.plan.frames["commands"], plan.plan.frames["conditions"]
        hulls = plan.posture[(plan.posture["domain"] == "sea")]
        strange = hulls[~hulls["nation"].isin(item["littoral"])]
        open_steps = set(conditions["step"][(conditions["condition"] == item["unless"]) & conditions["holds"]])
        tonnes = (strange["units"] * strange["unit_type"].map(plan.scenario.frames["unit_types"]["tonnes"])).groupby(strange["step"]).sum()
        assert set(commands["lead"][commands["requirement"] == item["line"]]) == {item["lead"]}
        assert set(strange["step"]) <= open_steps
        assert within(plan.at("stabilise", hulls).query("unit_type == 'minehunter'")["units"].sum(), item["minehunters"])
        assert (tonnes <= item["tonnes_of_others"]).all()

    def test_7_air_policing(self) -> None:
        item, plan = ACCEPTED["7-air-policing"], judged()
        line = plan.posture[plan.posture["requirement"] == item["line"]]
        assert item["not_from"] not in set(line["country"])
        for step in ("entry", "build-up", "stabilise", "sustain"):
            assert within(plan.filled(item["line"], step)["air_policing"], item["aircraft"]), step

    def test_8_logistics(self) -> None:
        item, plan = ACCEPTED["8-logistics"], judged()
        commands = plan.plan.frames["commands"]
        provides = plan.scenario.frames["provides"].query("capability == 'throughput_tpd'").set_index("unit_type")["amount"]
        nodes = plan.at("stabilise", plan.posture[plan.posture["unit_type"].isin(provides.index)])
        tonnes = (nodes["units"] * nodes["unit_type"].map(provides)).groupby(nodes["country"]).sum()
        assert set(commands["lead"][commands["requirement"] == item["line"]]) == {item["lead"]}
        assert tonnes["POL"] / tonnes.sum() >= item["share_of_tonnes_per_day_through_poland"]

    def test_9_backstop(self) -> None:
        item, plan = ACCEPTED["9-backstop"], judged()
        american = plan.posture[plan.posture["nation"] == item["nation"]]
        conditions = plan.plan.frames["conditions"]
        held = set(conditions["step"][(conditions["condition"] == item["condition"]) & conditions["holds"]])
        assert set(american["unit_type"]) <= set(item["enablers"])
        assert set(american["step"]) <= held
        assert held

    def test_9_what_stands_without_the_backstop(self) -> None:
        with_it, without = judged().persons("stabilise"), judged("no-backstop").persons("stabilise")
        assert 0 < without <= (1 - ACCEPTED["9-backstop"]["lost_without_it"]) * with_it

    def test_11_cost(self) -> None:
        item, plan = ACCEPTED["11-cost"], judged()
        years = plan.posture["person_months"].sum() / 12
        assert within(plan.plan.metrics["cost"] * 1e6 * item["usd_for_a_euro"] / years, item["usd_a_soldier_year"])

    def test_12_burden(self) -> None:
        load = np.sort(judged().posture.groupby("nation")["person_months"].sum().to_numpy())
        rank = np.arange(1, len(load) + 1)
        gini = ((2 * rank - len(load) - 1) * load).sum() / (len(load) * load.sum())
        assert within(gini, ACCEPTED["12-burden"]["gini_of_people_over_contributors"])

    def test_13_something_stays_short(self) -> None:
        plan = judged()
        coverage = plan.at("stabilise", plan.plan.frames["coverage"])
        short = coverage[coverage["requirement"].isin(ACCEPTED["13-something-stays-short"]["lines"]) & (coverage["short"] > 1e-6)]
        assert not short.empty

    def test_14_what_stands_rests_on_rows_with_a_basis(self) -> None:
        plan = judged()
        basis = plan.scenario.frames["tiers"].groupby("offer")["basis"].agg(set)
        assert plan.posture["offer"].map(basis).explode().isin(ACCEPTED["14-every-number-has-its-row"]["basis"]).all()

    def test_a_larger_requirement_fields_nearly_the_same_force(self) -> None:
        item = ACCEPTED["sizes"]
        small, large = (judged(option) for option in item["options"])
        assert abs(large.persons("stabilise") / small.persons("stabilise") - 1) <= item["people_in_ukraine_differ_by_at_most"]
        assert large.plan.metrics["coverage"] < small.plan.metrics["coverage"] < judged().plan.metrics["coverage"]
