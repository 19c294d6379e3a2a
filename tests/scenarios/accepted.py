"""What a planner would accept of the flagship's plan, item by item: `python -m tests.scenarios.accepted RUN [RUN ...]` prints the table.

Each item of accepted.yaml is one function here: it takes the solved plans by option and yields findings, each with the figure and what is
asked of it. A finding whose rule or whose plan is not there yet says what it waits for, and is judged from the day that it is: the switch
is the vocabulary of decisions (`classes`, `flow`, `pay`), so nobody has to remember it.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import yaml

from planner import store
from planner.decisions import KINDS
from planner.shipped import scenarios
from planner.study.compare import compare
from planner.study.dossier import dossier
from reports.content import content
from tests.scenarios.solved import Plans, Solved

FOLDER = scenarios() / "multinational-force"
ACCEPTED: dict[str, Any] = yaml.safe_load((FOLDER / "accepted.yaml").read_text(encoding="utf-8"))
WRITTEN: dict[str, Any] = yaml.safe_load((FOLDER / "scenario.yaml").read_text(encoding="utf-8"))
NOT_YET, HOLDS, FAILS = "not yet", "holds", "FAILS"


@dataclass(frozen=True)
class Finding:
    """One thing that an item asks: the figure of the plan, what is accepted, and whether it holds; None where it cannot be judged yet."""

    what: str
    figure: str
    accepted: str
    holds: bool | None

    @property
    def word(self) -> str:
        """The verdict in a word."""
        return NOT_YET if self.holds is None else HOLDS if self.holds else FAILS


def people(plans: Plans) -> Iterator[Finding]:
    """1: how many stand in Ukraine, and where they are from."""
    asked, plan = ACCEPTED["1-people-in-ukraine"], plans["base"]
    there = plan.at("stabilise")
    groups = there["nation"].map(plan.scenario.frames["nations"]["groups"]).map(lambda g: "EUROPE" in g)
    share = there["persons"][groups | (there["nation"] == "CAN")].sum() / there["persons"].sum()
    yield between("people in Ukraine, stabilise", plan.persons("stabilise"), asked["stabilise"])
    yield between("people in Ukraine, entry", plan.persons("entry"), asked["entry"])
    yield between("share from Europe and Canada", share, [asked["europe_and_canada"], 1])


def carriers(plans: Plans) -> Iterator[Finding]:
    """2: who carries it."""
    asked, plan = ACCEPTED["2-who-carries-it"], plans["base"]
    persons = plan.at("stabilise").groupby("nation")["persons"].sum()
    for nation in asked["quoted_only"]:
        yield between(f"{nation} in Ukraine", persons.get(nation, 0.0), asked[nation])
    yield between("share of FRA and GBR", persons[["FRA", "GBR"]].sum() / persons.sum(), asked["FRA_and_GBR_share"])
    others = persons.drop(["FRA", "GBR"])
    yield between(f"most of any other nation ({others.idxmax()})", others.max(), asked["any_other_nation"])
    tiers = plan.scenario.frames["tiers"].join(plan.scenario.frames["offers"]["nation"], on="offer")
    yield nobody_but("nations with quoted numbers", tiers["nation"][tiers["basis"] == "quoted"], asked["quoted_only"])


def absent(plans: Plans) -> Iterator[Finding]:
    """3: exactly nobody of these in Ukraine, in any pillar."""
    asked, plan = ACCEPTED["3-nobody-in-ukraine"], plans["base"]
    yield none_of(f"of {len(asked['nobody'])} nations in Ukraine", plan.in_ukraine["nation"], asked["nobody"])
    yield none_of("in Ukraine in entry", plan.at("entry")["nation"], asked["not_in_entry"])
    for nation, condition in asked["only_while"].items():
        outside = set(plan.in_ukraine["step"][plan.in_ukraine["nation"] == nation]) - plan.holding(condition)
        yield Finding(f"{nation} in Ukraine without {condition}", f"{len(outside)} phases", "0 phases", not outside)
    for nation, unit_type in asked["only_unit_type"].items():
        yield nobody_but(
            f"unit types of {nation} in Ukraine", plan.in_ukraine["unit_type"][plan.in_ukraine["nation"] == nation], [unit_type]
        )


def after_the_ceasefire(plans: Plans) -> Iterator[Finding]:
    """4: nothing of pillar two before the ceasefire, no site near the line."""
    asked, plan = ACCEPTED["4-after-the-ceasefire-and-far-from-the-line"], plans["base"]
    force = plan.posture[(plan.posture["pillar"] == "reassurance") | (plan.posture["country"] == "UKR")]
    early = force[force["step"] < plan.steps[asked["reassurance_from"]]]
    sites = plan.scenario.frames["sites"]
    east = sites["lon"][sites["country"] == "UKR"].max()
    yield Finding("people of the force before entry", f"{early['persons'].sum():,.0f}", "0", early.empty)
    yield between("easternmost site in Ukraine, degrees", east, [22, asked["no_site_in_ukraine_east_of"]])


def rotation(plans: Plans) -> Iterator[Finding]:
    """5: people in the cycle for one deployed."""
    away = plans["base"].posture.query("kind == 'in_cycle' and not own_soil")
    cycle = away["persons"] * (away["tour_months"] + away["dwell_months"]) / away["tour_months"]
    asked = ACCEPTED["5-rotation"]["people_in_the_cycle_for_one_deployed"]
    yield between("people in the cycle for one deployed", cycle.sum() / away["persons"].sum(), asked)


def sea(plans: Plans) -> Iterator[Finding]:
    """6: who leads at sea, whose hulls, how many, how heavy."""
    asked, plan = ACCEPTED["6-sea"], plans["base"]
    black_sea = next(area.sites for area in plan.scenario.areas if area.name == "black-sea")
    hulls = plan.posture[(plan.posture["domain"] == "sea") & plan.posture["site"].isin(black_sea)]
    strange = hulls[~hulls["nation"].isin(asked["littoral"])]
    outside = strange[~strange["step"].isin(plan.holding(asked["unless"]))]
    tonnes = strange["units"] * strange["unit_type"].map(plan.scenario.frames["unit_types"]["tonnes"])
    yield nobody_but(f"lead of {asked['line']}", plan.leads(asked["line"]), [asked["lead"]])
    yield Finding(f"other hulls in the Black Sea without {asked['unless']}", f"{outside['units'].sum():.0f}", "0", outside.empty)
    hunters = plan.at("stabilise", hulls).query("unit_type == 'minehunter'")["units"].sum()
    yield between("minehunters, stabilise", hunters, asked["minehunters"])
    yield between("tonnes of others, most in a phase", tonnes.groupby(strange["step"]).sum().max() if len(tonnes) else 0.0,
                  [0, asked["tonnes_of_others"]])  # fmt: skip


def air(plans: Plans) -> Iterator[Finding]:
    """7: air policing, from neighbours only."""
    asked, plan = ACCEPTED["7-air-policing"], plans["base"]
    line = plan.posture[plan.posture["requirement"] == asked["line"]]
    yield none_of("countries that it must not fly from", line["country"], [asked["not_from"]])
    coverage = plan.plan.frames["coverage"].query("requirement == @asked['line']").set_index("step")["filled"]
    for step in ("entry", "build-up", "stabilise", "sustain"):
        yield between(f"aircraft, {step}", coverage[plan.steps[step]], asked["aircraft"])


def logistics(plans: Plans) -> Iterator[Finding]:
    """8: who leads logistics, and what goes through Polish nodes."""
    asked, plan = ACCEPTED["8-logistics"], plans["base"]
    provides = plan.scenario.frames["provides"].query("capability == 'throughput_tpd'").set_index("unit_type")["amount"]
    nodes = plan.at("stabilise", plan.posture[plan.posture["unit_type"].isin(provides.index)])
    handled = (nodes["units"] * nodes["unit_type"].map(provides)).groupby(nodes["country"]).sum()
    share = [asked["share_of_tonnes_per_day_through_poland"], 1]
    yield nobody_but(f"lead of {asked['line']}", plan.leads(asked["line"]), [asked["lead"]])
    yield between("share of the throughput that stands in Poland", handled.get("POL", 0.0) / handled.sum(), share)
    routes = plan.scenario.frames["routes"]
    if routes.empty:
        yield waits("share of the tonnes routed through Poland", "routes in the scenario", f"at least {share[0]:.0%}")
        return
    starts = routes["origin"].map(plan.scenario.frames["sites"]["country"]).to_dict()
    enters = {route: country for route, country in starts.items() if country != "UKR"}  # routes inside carry on what came in
    yield between("share of the tonnes routed through Poland", routed(plan.plan.decisions["flow"], enters, plan.steps["stabilise"]), share)


def backstop(plans: Plans) -> Iterator[Finding]:
    """9: what the United States gives and when, and what is lost without it."""
    asked, plan = ACCEPTED["9-backstop"], plans["base"]
    american = plan.posture[plan.posture["nation"] == asked["nation"]]
    held = plan.holding(asked["condition"])
    outside = set(american["step"]) - held
    yield nobody_but(f"what {asked['nation']} gives", american["unit_type"], asked["enablers"])
    yield Finding("phases with it in which the backstop is not earned", str(len(outside)), "0", not outside)
    yield between("phases in which the backstop is earned", len(held), [1, len(plan.steps)])
    if "no-backstop" not in plans:
        yield waits("people in Ukraine lost without it", "a plan of no-backstop", f"at least {asked['lost_without_it']:.0%}")
        return
    left = plans["no-backstop"].persons("stabilise")
    yield between("share of the people in Ukraine lost without it", 1 - left / plan.persons("stabilise"), [asked["lost_without_it"], 0.999])


def training(plans: Plans) -> Iterator[Finding]:
    """10: people trained, each counted once, when they enter."""
    asked = ACCEPTED["10-training"]
    most = WRITTEN["training"]["intake_per_month"]["recruit"] * asked["months"]
    yield between(f"recruits that can enter in {asked['months']} months", most, [0, asked["people"][1]])
    if "classes" not in KINDS:
        yield waits("people trained", "courses and instructors", shown(asked["people"]))
        return
    yield between("people trained", trained(plans["base"].plan.decisions["classes"], WRITTEN["training"]), asked["people"])


def cost(plans: Plans) -> Iterator[Finding]:
    """11: what a soldier-year costs, and that the loan does not pay for it."""
    asked, plan = ACCEPTED["11-cost"], plans["base"]
    years = plan.posture["person_months"].sum() / 12
    yield between("USD a soldier-year", plan.plan.metrics["cost"] * 1e6 * asked["usd_for_a_euro"] / years, asked["usd_a_soldier_year"])
    if "pay" not in KINDS:
        yield waits("M EUR of the force paid by the loan", "payers and funds", "0")
        return
    costs = plan.plan.frames["costs"]
    loan = costs["meur"][(costs["payer"] == asked["not_from"]) & costs["purpose"].isin(asked["force"])].sum()
    yield Finding("M EUR of the force paid by the loan", f"{loan:,.1f}", "0", bool(loan == 0))


def burden(plans: Plans) -> Iterator[Finding]:
    """12: how unequal the contributors are."""
    load = np.sort(plans["base"].posture.groupby("nation")["person_months"].sum().to_numpy())
    rank = np.arange(1, len(load) + 1)
    gini = ((2 * rank - len(load) - 1) * load).sum() / (len(load) * load.sum())
    yield between(f"Gini of person-months over {len(load)} contributors", gini, ACCEPTED["12-burden"]["gini_of_people_over_contributors"])


def short(plans: Plans) -> Iterator[Finding]:
    """13: something stays short."""
    asked, plan = ACCEPTED["13-something-stays-short"], plans["base"]
    coverage = plan.at("stabilise", plan.plan.frames["coverage"])
    lacking = coverage[coverage["capability"].isin(asked["capabilities"]) & (coverage["short"] > 1e-6)]
    named = sorted(set(lacking["capability"]))
    yield Finding("short in stabilise", f"{len(named)}: {', '.join(named)}", "at least one of its list", bool(named))


def traced(plans: Plans) -> Iterator[Finding]:
    """14: every number on the first page has its row."""
    plan = plans["base"]
    basis = plan.scenario.frames["tiers"].groupby("offer")["basis"].agg(set)
    loose = set(plan.posture["offer"].map(basis).explode()) - set(ACCEPTED["14-every-number-has-its-row"]["basis"])
    facts = content(dossier(plan.scenario, plan.plan, {}, 0)).facts
    untraced = [fact.id for fact in facts if not (fact.trace and fact.basis)]
    yield Finding(f"bases of {plan.posture['offer'].nunique()} offers that stand, beside the three", str(len(loose)), "0", not loose)
    yield Finding(f"of {len(facts)} figures of the brief without a trace", ", ".join(untraced) or "0", "0", bool(facts) and not untraced)


def sizes(plans: Plans) -> Iterator[Finding]:
    """25 000 and 30 000 field nearly the same force, the difference is shortfall; asking for less does not win."""
    asked = ACCEPTED["sizes"]
    missing = [option for option in (*asked["options"], asked["smaller"]) if option not in plans]
    most = asked["people_in_ukraine_differ_by_at_most"]
    if missing:
        yield waits("people in Ukraine, 30 000 over 25 000", f"a plan of {' and '.join(missing)}", shown([-most, most]))
        return
    small, large = (plans[option] for option in asked["options"])
    coverage = [plans[option].plan.metrics["coverage"] for option in ("base", *asked["options"])]
    yield between("people in Ukraine, 30 000 over 25 000", large.persons("stabilise") / small.persons("stabilise") - 1, [-most, most])
    yield Finding("coverage of base, 25 000, 30 000", falling(coverage), "falling", coverage == sorted(set(coverage), reverse=True))
    same = by_the_needs_of_the_base(plans, ["base", asked["smaller"]])
    yield Finding("priority 2 of base and 10 000 by the needs of the base, %", falling(same), "falling", same[0] > same[1])


def by_the_needs_of_the_base(plans: Plans, options: list[str]) -> list[float]:
    """Return the coverage of priority 2 of some options on the yardstick, per cent."""
    criteria = compare([(plans[option].scenario, plans[option].plan) for option in options]).criteria
    found = criteria[criteria["criterion"] == "coverage, priority 2"].set_index("option")["yardstick"]
    return [float(found[option]) for option in options]


def falling(values: list[float]) -> str:
    """Write values that should fall."""
    return " > ".join(number(value) for value in values)


ITEMS: Mapping[str, Callable[[Plans], Iterator[Finding]]] = {
    "1-people-in-ukraine": people, "2-who-carries-it": carriers, "3-nobody-in-ukraine": absent,
    "4-after-the-ceasefire-and-far-from-the-line": after_the_ceasefire, "5-rotation": rotation, "6-sea": sea, "7-air-policing": air,
    "8-logistics": logistics, "9-backstop": backstop, "10-training": training, "11-cost": cost, "12-burden": burden,
    "13-something-stays-short": short, "14-every-number-has-its-row": traced, "sizes": sizes,
}  # fmt: skip


def trained(classes: pd.DataFrame, block: Mapping[str, Any]) -> float:
    """Return the people who pass a course that takes the first grade: whoever goes on to a second course is not counted again."""
    first = {name for name, course in block["courses"].items() if block["grades"][0] in course["uses"]}
    return sum(float(row.classes) * passed(block["courses"][row.course]) for row in classes.itertuples() if row.course in first)


def passed(course: Mapping[str, Any]) -> float:
    """Return the people who leave a class with a grade."""
    return sum(course["produces"].values()) * float(str(course.get("pass", "100%")).rstrip("%")) / 100


def routed(flow: pd.DataFrame, starts: Mapping[str, str], step: int) -> float:
    """Return the share of the tonnes a day of a step that set out in Poland, of those that routes in `starts` carry."""
    tonnes = flow[(flow["step"] == step) & flow["route"].isin(starts)].set_index("route").iloc[:, -1].groupby(starts).sum()
    return float(tonnes.get("POL", 0.0) / tonnes.sum())


def between(what: str, value: float, bounds: list[float]) -> Finding:
    """Return a finding on a figure that must lie in a range."""
    return Finding(what, number(value), shown(bounds), bool(bounds[0] <= value <= bounds[1]))


def none_of(what: str, found: pd.Series, barred: list[str]) -> Finding:
    """Return a finding on names that must not be there."""
    there = sorted(set(found) & set(barred))
    return Finding(what, ", ".join(there) or "none", f"none of {', '.join(barred)}" if len(barred) < 3 else "none", not there)


def nobody_but(what: str, found: "pd.Series | set[str]", allowed: list[str]) -> Finding:
    """Return a finding on names that must all be allowed."""
    there = sorted(set(found))
    return Finding(what, ", ".join(there) or "none", f"only {', '.join(allowed)}", set(there) <= set(allowed))


def waits(what: str, for_what: str, accepted: str) -> Finding:
    """Return a finding that cannot be made yet."""
    return Finding(what, f"waits for {for_what}", accepted, None)


def shown(bounds: list[float]) -> str:
    """Write a range."""
    return f"{number(bounds[0])} to {number(bounds[1])}"


def number(value: float) -> str:
    """Write a figure: whole from a thousand up, else three digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 or float(value).is_integer() else f"{value:.3g}"


def judge(plans: Plans) -> list[tuple[str, Finding]]:
    """Return every finding of every item."""
    return [(item, finding) for item, found in ITEMS.items() for finding in found(plans)]


def table(findings: list[tuple[str, Finding]]) -> str:
    """Lay the findings out as a table in Markdown, with a count of the verdicts."""
    head = ["| item | what | figure | accepted | verdict |", "| --- | --- | ---: | --- | --- |"]
    rows = [f"| {item} | {f.what} | {f.figure} | {f.accepted} | {f.word} |" for item, f in findings]
    counts = ", ".join(f"{sum(f.word == word for _, f in findings)} {word}" for word in (HOLDS, NOT_YET, FAILS))
    return "\n".join([*head, *rows, "", f"{len(findings)} findings: {counts}"])


def main(runs: list[str]) -> int:
    """Judge saved runs, one an option."""
    opened = [store.open(run) for run in runs]
    plans = {run.scenario.option: Solved(run.scenario, run.plan) for run in opened if run.plan is not None}
    findings = judge(plans)
    sys.stdout.write(table(findings) + "\n")
    return int(any(f.holds is False for _, f in findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
