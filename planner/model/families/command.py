"""Command, as rows: one lead a line and step, mixing limits, pairs, least useful contributions, whole formations.

sum of place of an offer <= most * (sum of lead + leaderless)        sum of lead <= 1
persons of the lead - lead_share * persons in the line >= -lead_share * (most persons of the others) * (1 - lead)
sum of place of an offer <= most * (1 - sum of the leads that a caveat of its nation rules out + lift)
sum of place of an offer <= most * joins        joins <= sum of place        sum of joins <= max_nations
"""

from typing import Any

import numpy as np

from planner.frames import records
from planner.model.algebra import NOTHING, Model, Rows, columns, constrain, groups, heaviest, most, one, total, units
from planner.model.caveats import concerned
from planner.model.families.coverage import gives
from planner.model.goals import aim
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add leads, joins and what hangs on them, and whole formations."""
    serving = dict(groups(m.posture, ("requirement", "step", "nation")))
    _leads(m, scenario, serving)
    joins = _joins(m, scenario, serving)
    _under(m, scenario)
    _mixing(m, scenario, joins)
    _pairs(m, scenario, joins)
    _contributions(m, scenario, joins, serving)
    _least(m, scenario)
    _whole(m, scenario)
    _contributors(m, scenario)


def _leads(m: Model, scenario: Scenario, serving: dict[tuple[str, int, str], Rows]) -> None:
    """Give each line that asks for a lead one of its candidates, who serves with the share asked for, or count it leaderless."""
    lines = scenario.frames["requirements"]
    asked = lines["lead"].map(bool)
    standing = groups(m.posture, ("requirement", "step"), np.flatnonzero(asked[m.posture["requirement"]].to_numpy(dtype=bool)))
    leaderless = columns(m, "leaderless", ("requirement", "step"), [key for key, _ in standing], 1)
    persons = m.posture["personnel"].to_numpy()
    for (requirement, step), at in standing:
        candidates = [n for n in sorted(lines["lead"][requirement]) if (n, requirement, step) in m.lead]
        leads = total([m.lead[n, requirement, step] for n in candidates])
        none = leaderless[requirement, step]
        aim(m, "leaderless", one(none, scenario.steps[step].months))
        constrain(m, "command_one", (requirement, step), leads, upper=1.0)
        for (offer,), own in groups(m.posture, ("offer",), at):
            constrain(m, "command_led", (requirement, step, offer), units(m, own) - most(m, own) * (leads + one(none)), upper=0.0)
        share = float(lines["lead_share"][requirement])
        for nation in candidates:
            own = serving[requirement, step, nation]
            lead = m.lead[nation, requirement, step]
            constrain(m, "command_there", (requirement, step, nation), units(m, own) - one(lead), lower=0.0)
            others = np.setdiff1d(at, own)
            slack = share * heaviest(m, others, persons[others])
            if slack > 0:
                balance = units(m, own, (1.0 - share) * persons[own]) - units(m, others, share * persons[others])
                constrain(m, "command_share", (requirement, step, nation), balance - one(lead, slack), lower=-slack)
    _fixed(m, scenario)


def _under(m: Model, scenario: Scenario) -> None:
    """Keep units from serving under a lead that a caveat of theirs rules out, unless it is lifted; nobody's own lead is."""
    nation_of = scenario.frames["offers"]["nation"]
    for caveat in (caveat for caveat in scenario.caveats if caveat.leads):
        lift = total([m.lift[caveat.name]] if caveat.soft and caveat.name in m.lift else [])
        for (offer, line, step), at in groups(m.posture, ("offer", "requirement", "step"), np.flatnonzero(concerned(m, caveat))):
            ruled_out = sorted(caveat.leads - {nation_of[offer]})
            leads = total(m.lead[n, line, step] for n in ruled_out if (n, line, step) in m.lead)
            if leads.columns:
                body = units(m, at) + most(m, at) * (leads - lift)
                constrain(m, "command_under", (caveat.name, offer, line, step), body, upper=most(m, at))


def _fixed(m: Model, scenario: Scenario) -> None:
    """Keep one lead for the whole horizon where the line asks for it."""
    fixed = scenario.frames["requirements"]["lead_fixed"]
    pairs = sorted({(n, r) for n, r, _ in m.lead if fixed[r]})
    made = columns(m, "leads_throughout", ("nation", "requirement"), pairs, 1)
    for nation, requirement, step in m.lead:
        if (nation, requirement) in made:
            there = one(m.lead[nation, requirement, step]) - one(made[nation, requirement])
            constrain(m, "command_fixed", (nation, requirement, step), there, upper=0.0)
    for requirement in sorted({r for _, r in pairs}):
        constrain(m, "command_throughout", (requirement, 0), total([made[p] for p in pairs if p[1] == requirement]), upper=1.0)


def _joins(m: Model, scenario: Scenario, serving: dict[tuple[str, int, str], Rows]) -> dict[tuple[str, str, int], Any]:
    """Declare who joins a line, where anything asks for it: a nation joins iff it has a unit there."""
    lines = scenario.frames["requirements"]
    counted = {r for r in lines.index if not np.isnan(lines["max_nations"][r])} | set(scenario.frames["min_contributions"]["requirement"])
    paired = {(n, r) for p in scenario.pairs for r in p.requirements for n in (p.nation, p.other)}
    keys = sorted((n, r, p) for r, p, n in serving if r in counted or (n, r) in paired)
    made = columns(m, "joins", ("nation", "requirement", "step"), keys, 1)
    for (nation, requirement, step), joins in made.items():
        at = serving[requirement, step, nation]
        if (nation, requirement) in paired:  # elsewhere nothing is gained by joining without a unit
            constrain(m, "command_joins", (nation, requirement, step), units(m, at) - one(joins), lower=0.0)
        for (offer,), own in groups(m.posture, ("offer",), at):
            constrain(m, "command_joined", (requirement, step, offer), units(m, own) - one(joins, most(m, own)), upper=0.0)
    return made


def _mixing(m: Model, scenario: Scenario, joins: dict[tuple[str, str, int], Any]) -> None:
    """Limit the nations in a line."""
    limit = scenario.frames["requirements"]["max_nations"].dropna()
    by_line: dict[tuple[str, int], list[Any]] = {}
    for (_, requirement, step), column in joins.items():
        if requirement in limit.index:
            by_line.setdefault((requirement, step), []).append(column)
    for (requirement, step), mixed in sorted(by_line.items()):
        if len(mixed) > limit[requirement]:
            constrain(m, "command_nations", (requirement, step), total(mixed), upper=float(limit[requirement]))


def _pairs(m: Model, scenario: Scenario, joins: dict[tuple[str, str, int], Any]) -> None:
    """Let nations serve only with, together with or apart from another."""
    for number, pair in enumerate(scenario.pairs):
        for requirement in sorted(pair.requirements):
            for step in m.steps:
                mine, other = ([joins[k] for k in [(n, requirement, step)] if k in joins] for n in (pair.nation, pair.other))
                key = (number, requirement, step)
                if pair.kind == "apart":
                    constrain(m, "command_apart", key, total([*mine, *other]), upper=1.0)
                    continue
                constrain(m, "command_with", key, total(mine) - total(other), upper=0.0)
                if pair.kind == "together":
                    constrain(m, "command_both", key, total(other) - total(mine), upper=0.0)


def _contributions(m: Model, scenario: Scenario, joins: dict[tuple[str, str, int], Any], serving: dict[tuple[str, int, str], Rows]) -> None:
    """Let nobody join a line with less than its least useful contribution."""
    given = dict(groups(m.provided, ("requirement", "capability", "step", "nation")))
    persons = m.posture["personnel"].to_numpy()
    for least in records(scenario.frames["min_contributions"]):
        for (nation, requirement, step), column in joins.items():
            if requirement == least.requirement:
                at = serving[requirement, step, nation]
                if least.measure == "personnel":
                    brought = units(m, at, persons[at])
                else:
                    brought = gives(m, given.get((requirement, least.measure, step, nation), NOTHING))
                key = (nation, requirement, least.measure, step)
                constrain(m, "command_least", key, brought - one(column, least.amount), lower=0.0)


def _least(m: Model, scenario: Scenario) -> None:
    """Let an offer with a least number of units stand on a line with so many or not at all."""
    least = scenario.frames["offers"]["min_units"]
    asked = np.flatnonzero((least[m.posture["offer"]] > 1).to_numpy())
    standing = groups(m.posture, ("offer", "requirement", "step"), asked)
    made = columns(m, "stands", ("offer", "requirement", "step"), [key for key, _ in standing], 1)
    for key, at in standing:
        constrain(m, "command_enough", key, units(m, at) - one(made[key], least[key[0]]), lower=0.0)
        constrain(m, "command_stands", key, units(m, at) - one(made[key], most(m, at)), upper=0.0)


def _whole(m: Model, scenario: Scenario) -> None:
    """Keep a share of what is given in whole formations, for each capability that the formation provides by itself."""
    lines = scenario.frames["requirements"]
    own = set(zip(scenario.frames["provides"]["unit_type"], scenario.frames["provides"]["capability"], strict=True))
    asked = lines["whole_unit_type"][m.provided["requirement"]].to_numpy()
    concerned = np.flatnonzero([pair in own for pair in zip(asked, m.provided["capability"], strict=True)])
    types, amounts, i = m.provided["unit_type"].to_numpy(), m.provided["amount"].to_numpy(), m.provided["i"].to_numpy()
    for key, at in groups(m.provided, ("requirement", "capability", "step"), concerned):
        share = float(lines["whole_share"][key[0]])
        weights = amounts[at] * (np.where(types[at] == asked[at], 1.0, 0.0) - share)
        constrain(m, "command_whole", key, units(m, i[at], weights), lower=0.0)


def _contributors(m: Model, scenario: Scenario) -> None:
    """Count the nations with a unit anywhere, at any time, where a goal asks for few."""
    if all(goal.metric != "contributors" for goal in scenario.goals):
        return
    made = columns(m, "contributes", ("nation", "part"), [(n, 0) for n in sorted(set(m.posture["nation"][m.in_place]))], 1)
    for (nation, offer, step), at in groups(m.posture, ("nation", "offer", "step"), np.flatnonzero(m.in_place)):
        constrain(m, "command_contributes", (offer, step), units(m, at) - one(made[nation, 0], most(m, at)), upper=0.0)
    for contributes in made.values():
        aim(m, "contributors", one(contributes))
