"""Command: who leads a line, with whom nations serve, and how small a part is still of use.

A line that asks for a lead nation has at most one in each step in which it is filled: a listed nation that stands there with its share of
the people. Without one the line is filled and leaderless, never emptied. Nobody serves under a lead that a caveat of his nation rules out;
where nobody leads, it rules out nothing. Nations serve together or apart as they asked, no more of them
on a line than can be led, none with less than is of use; and where whole formations are asked for, a share stands in them.
"""

import pandas as pd

from planner.account import Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import groups, items, make, records
from planner.rules._clauses import in_force, led, settled
from planner.rules._posture import given, marked, needed, standing
from planner.rules._sound import unsound
from planner.rules._words import figure, key
from planner.scenario import Pair, Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of leads that offer nothing, and of demands on a line that nothing it needs can meet."""
    offering, lines = set(scenario.frames["offers"]["nation"]), scenario.frames["requirements"]
    needs = {r: set(of["capability"]) for r, of in needed(scenario).groupby("requirement")}
    provides = scenario.frames["provides"]
    found = []
    for line in records(lines.reset_index()):
        where = scenario.mark("requirements", line.requirement)
        if line.lead and not set(line.lead) & offering:
            found.append(
                Problem(
                    "warning",
                    where,
                    f"{line.requirement}: none of its lead nations offers anything",
                    "it will be leaderless: name another lead",
                )
            )
        whole = set(provides.loc[provides["unit_type"] == line.whole_unit_type, "capability"])
        if line.whole_unit_type and not whole & needs.get(line.requirement, set()):
            found.append(
                Problem(
                    "warning",
                    where,
                    f"{line.requirement}: a {line.whole_unit_type} provides nothing that it needs",
                    "name a formation that does",
                )
            )
    for row in records(scenario.frames["min_contributions"]):
        wanted = needs.get(row.requirement, set())  # where a line needs nothing, nobody serves anyway
        if wanted and row.measure not in {"personnel", *wanted}:
            what = f"{row.requirement}: the least contribution is in {row.measure}, which it does not need: nobody could serve there"
            found.append(
                Problem("error", scenario.mark("requirements", row.requirement), what, "give it in persons or in a capability of the line")
            )
    return [*found, *_unled(scenario)]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return who leads each line, the months without a lead, and what breaks the terms on which nations serve together."""
    stands, leads = standing(scenario, decisions), marked(scenario, decisions, "lead", "leads")
    people = stands.groupby(["requirement", "step", "nation"])["persons"].sum()
    commands, found = _commands(scenario, people, leads)
    found += unsound(scenario, decisions, "lead", "command") + _unasked(scenario, people, leads) + _unfixed(scenario, leads)
    found += [*_many(scenario, people), *_small(scenario, stands), *_pairs(scenario, people), *_whole(scenario, stands)]
    found += _unwilling(settled(scenario, decisions), stands, leads)
    lost = commands[commands["lead"] == ""]["step"].map({p: step.months for p, step in enumerate(scenario.steps)})
    return Account({"commands": commands}, {"leaderless": float(lost.sum())}, breaches(found))


def _commands(scenario: Scenario, people: pd.Series, leads: pd.DataFrame) -> tuple[pd.DataFrame, list[Row]]:
    """Return the frame `commands`, and the leads that are none: not listed, one too many, or with too few people there."""
    lines, rows, found = scenario.frames["requirements"], [], list[Row]()
    for (line, p), part in groups(people.groupby(level=["requirement", "step"])):
        if not lines["lead"][line]:
            continue
        step, there = scenario.steps[p].name, part.droplevel(["requirement", "step"])
        named = sorted(leads.loc[(leads["requirement"] == line) & (leads["step"] == p), "nation"])
        fit = []
        for nation in named:
            least, has = lines.at[line, "lead_share"] * there.sum(), float(there.get(nation, 0.0))
            cause = "list" if nation not in lines["lead"][line] else "share" if nation not in there.index or exceeds(least, has) else ""
            if cause:
                found.append(("command", key(line, step, nation), has, least, say(cause, line, step, nation, has, least)))
            else:
                fit.append(nation)
        if len(named) > 1:
            found.append(("command", key(line, step), len(named), 1.0, say("two", line, step, " and ".join(named))))
        share = float(there[fit[0]] / there.sum()) if fit and there.sum() else 0.0
        rows.append({"requirement": line, "step": p, "lead": fit[0] if fit else "", "share": share, "nations": len(there)})
    return make("commands", rows), found


def _unasked(scenario: Scenario, people: pd.Series, leads: pd.DataFrame) -> list[Row]:
    """Return leads of lines that ask for none, and of lines on which nobody stands."""
    asks = scenario.frames["requirements"]["lead"]
    filled = set(zip(people.index.get_level_values("requirement"), people.index.get_level_values("step"), strict=True))
    found = list[Row]()
    for nation, line, p in records(leads[leads["requirement"].isin(asks.index)], "nation", "requirement", "step"):
        cause = "" if asks[line] and (line, p) in filled else "unasked" if not asks[line] else "empty"
        if cause:
            step = scenario.steps[p].name
            found.append(("command", key(line, step, nation), 1.0, 0.0, say(cause, line, step, nation)))
    return found


def _unfixed(scenario: Scenario, leads: pd.DataFrame) -> list[Row]:
    fixed = scenario.frames["requirements"].query("lead_fixed").index
    return [
        ("command", key(line), len(set(nations)), 1.0, say("fixed", str(line), "", " and ".join(sorted(set(nations)))))
        for line, nations in leads[leads["requirement"].isin(fixed)].groupby("requirement")["nation"]
        if len(set(nations)) > 1
    ]


def _unled(scenario: Scenario) -> list[Problem]:
    """Warn of caveats by lead under whose nations no line that they speak of can come."""
    found, may_lead = [], dict(items(scenario.frames["requirements"]["lead"]))
    for caveat in (caveat for caveat in scenario.caveats if caveat.leads):
        lines = may_lead if caveat.select.requirements is None else caveat.select.requirements
        if not any(caveat.leads & set(may_lead.get(line, ())) for line in lines):
            what = f"caveat {caveat.name} removes nothing: no line that it speaks of may be led so"
            found.append(Problem("warning", caveat.mark, what, "check its lead"))
    return found


def _unwilling(scenario: Scenario, stands: pd.DataFrame, leads: pd.DataFrame) -> list[Row]:
    """Return units that serve under a nation under whose lead a caveat of theirs bars them."""
    found = list[Row]()
    for caveat in scenario.caveats:
        rows = stands[in_force(scenario, caveat, stands) & led(caveat, stands, leads)] if caveat.leads else stands.iloc[:0]
        for row in records(rows):
            step = scenario.steps[row.step].name
            text = say("under", row.requirement, step, row.offer, unit=caveat.name)
            found.append(("command", key(row.offer, row.requirement, row.site, step, caveat.name), row.units, 0.0, text))
    return found


def _many(scenario: Scenario, people: pd.Series) -> list[Row]:
    most = scenario.frames["requirements"]["max_nations"]
    return [
        ("command", key(line, step), n, most[line], say("many", line, step, "", n, most[line]))
        for (line, p), n in items(people.groupby(level=["requirement", "step"]).size())
        if exceeds(n, most[line]) and (step := scenario.steps[p].name)
    ]


def _small(scenario: Scenario, stands: pd.DataFrame) -> list[Row]:
    """Return nations whose part of a line is smaller than is of use there."""
    gave, by, found = given(scenario, stands), ["requirement", "step", "nation"], list[Row]()
    joined = stands.groupby(by)["persons"].sum()
    for line, measure, least in records(scenario.frames["min_contributions"], "requirement", "measure", "amount"):
        part = (
            joined
            if measure == "personnel"
            else gave[gave["capability"] == measure].groupby(by)["amount"].sum().reindex(joined.index, fill_value=0.0)
        )
        for (of, p, nation), amount in items(part):
            if of == line and exceeds(least, amount):
                step, unit = scenario.steps[p].name, "people" if measure == "personnel" else f"of {measure}"
                found.append(("command", key(line, step, nation), amount, least, say("small", line, step, nation, amount, least, unit)))
    return found


def _pairs(scenario: Scenario, people: pd.Series) -> list[Row]:
    found = list[Row]()
    for (line, p), there in groups(people.groupby(level=["requirement", "step"])):
        nations = set(there.index.get_level_values("nation"))
        step = scenario.steps[p].name
        found += [
            ("command", key(line, step, pair.nation, pair.other), 1.0, 0.0, say(pair.kind, line, step, pair.nation, unit=pair.other))
            for pair in scenario.pairs
            if line in pair.requirements and _parted(pair, nations)
        ]
    return found


def _parted(pair: Pair, nations: set[str]) -> bool:
    """Say whether the nations on a line break the terms of a pair."""
    one, other = pair.nation in nations, pair.other in nations
    return {"only_with": one and not other, "together": one != other, "apart": one and other}[pair.kind]


def _whole(scenario: Scenario, stands: pd.DataFrame) -> list[Row]:
    """Return lines of which too little stands in whole formations, capability by capability."""
    lines, provides = scenario.frames["requirements"], scenario.frames["provides"]
    gave = given(scenario, stands)
    gave["whole"] = gave["amount"].where(gave["unit_type"] == gave["requirement"].map(lines["whole_unit_type"]), 0.0)
    formation = {str(r): str(t) for r, t in items(lines["whole_unit_type"])}
    able = set(zip(provides["unit_type"], provides["capability"], strict=True))
    found = list[Row]()
    for (line, c, p), row in groups(gave.groupby(["requirement", "capability", "step"])[["amount", "whole"]].sum().iterrows()):
        least = lines.at[line, "whole_share"] * row["amount"]
        if (formation[line], c) in able and exceeds(least, row["whole"]):
            step = scenario.steps[p].name
            text = say("whole", line, step, formation[line], row["whole"], least, f"of {c}")
            found.append(("command", key(line, step, c), row["whole"], least, text))
    return found


SENTENCES = {
    "list": "{line} in {step}: {nation} leads and is not among those who may",
    "share": "{line} in {step}: {nation} leads with {amount} people there, {limit} are asked of a lead",
    "two": "{line} in {step}: {nation} lead, one nation must",
    "unasked": "{line} in {step}: {nation} leads a line that asks for no lead",
    "empty": "{line} in {step}: {nation} leads a line on which nobody stands",
    "fixed": "{line}: {nation} lead in turn, one nation must lead throughout",
    "under": "{line} in {step}: {nation} serves there, and caveat {unit} forbids it under the nation that leads",
    "many": "{line} in {step}: {amount} nations serve together, {limit} at most can",
    "small": "{line} in {step}: {nation} serves with {amount} {unit}, {limit} is the least that is of use",
    "only_with": "{line} in {step}: {nation} serves only with {unit}, which is not there",
    "together": "{line} in {step}: {nation} and {unit} serve together or not at all",
    "apart": "{line} in {step}: {nation} and {unit} do not serve together",
    "whole": "{line} in {step}: {amount} {unit} stand in a whole {nation}, {limit} must",
}


def say(cause: str, line: str, step: str, nation: str, amount: float = 0.0, limit: float = 0.0, unit: str = "") -> str:
    """Return the sentence for a lead that is none, or for nations that serve on other terms than they asked."""
    return SENTENCES[cause].format(line=line, step=step, nation=nation, amount=figure(amount), limit=figure(limit), unit=unit)
