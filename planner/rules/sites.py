"""Sites: a place takes what it has room for, from the day its works are finished, and a host no more people than it said.

What others already use is not free. A site that must be opened is opened when its works allow and stays open; who stands at it stands at an
open site. An open site may grow by the steps that are written for it, in their order, each once its works are finished and for good. A
host's ceiling counts everybody but its own people.
"""

from collections.abc import Iterator

import pandas as pd

from planner.account import Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import arrange, groups, items, records
from planner.rules import _grown
from planner.rules._posture import in_place, marked
from planner.rules._sound import unsound
from planner.rules._supply import supplied, through
from planner.rules._words import count, figure, key
from planner.scenario import Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of sites that can never be in use, and of steps of expansion that can never be there."""
    sites, stages = scenario.frames["sites"], scenario.frames["stages"]
    last = scenario.steps[-1].first_month
    late = sites[~sites["existing"].astype(bool) & (sites["ready_month"] > last)]
    found = [(s, str(s), int(m)) for s, m in items(late["ready_month"])]
    found += [(s, f"{s}, {name},", int(m)) for s, name, m in records(stages[stages["first_month"] > last], "site", "name", "first_month")]
    return [
        Problem(
            "warning",
            scenario.mark("sites", s),
            f"{what} is ready in month {m}, after the last step has begun",
            "let its works begin earlier",
        )
        for s, what, m in found
    ]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return what the force takes of each site, and where it stands without room, without an opening, or above a host's ceiling."""
    stands, opened = in_place(scenario, decisions), marked(scenario, decisions, "open", "open")
    grown = marked(scenario, decisions, "grow", "grown")
    loads = _loads(scenario, stands, grown)
    found = unsound(scenario, decisions, "open", "sites") + unsound(scenario, decisions, "grow", "sites")
    found += [*_growth(scenario, grown, opened)]
    found += [*_full(scenario, loads), *_openings(scenario, opened), *_closed(scenario, stands, opened), *_ceilings(scenario, stands)]
    return Account(frames={"loads": loads}, breaches=breaches(found))


def grown(scenario: Scenario, decisions: Decisions) -> Iterator[tuple[str, int, int]]:
    """Yield the steps of expansion (site, stage, step) without which who is placed, and what is carried, has no room."""
    stands = in_place(scenario, decisions)
    passes = through(scenario, supplied(scenario, decisions, stands).flows).groupby(["site", "step"], as_index=False)[["tpd"]].sum()
    passes = passes.rename(columns={"tpd": "used"}).assign(resource="throughput_tpd")
    loads = _loads(scenario, stands, marked(scenario, {}, "grow", "grown"))
    yield from _grown.grown(scenario, decisions, pd.concat([part for part in (loads, passes) if not part.empty] or [loads]))


def _loads(scenario: Scenario, stands: pd.DataFrame, grown: pd.DataFrame) -> pd.DataFrame:
    rows = stands.merge(scenario.frames["occupies"], on="unit_type")
    rows = rows.assign(used=rows["units"] * rows["amount"])
    used = rows.groupby(["site", "resource", "step"], as_index=False)[["used"]].sum().query("used > 0")
    by = ["site", "resource", "step"]
    added = grown.merge(scenario.frames["stage_adds"], on=["site", "stage"]).groupby(by, as_index=False)[["amount"]].sum()
    loads = used.merge(scenario.frames["capacity"], on=["site", "resource"], how="left").merge(added, on=by, how="left")
    loads = loads.fillna({"free": 0.0, "amount": 0.0})
    return arrange("loads", loads.assign(free=loads["free"] + loads["amount"]))


def _full(scenario: Scenario, loads: pd.DataFrame) -> list[Row]:
    return [
        ("sites", key(row.site, row.resource, name), row.used, row.free, say("full", row.site, name, row.used, row.free, row.resource))
        for row in records(loads)
        if exceeds(row.used, row.free) and (name := scenario.steps[row.step].name)
    ]


def _openings(scenario: Scenario, opened: pd.DataFrame) -> list[Row]:
    """Return openings of what exists, openings before the works are finished, and closings."""
    sites, found = scenario.frames["sites"], list[Row]()
    for site, steps in groups(opened[opened["site"].isin(sites.index)].groupby("site")["step"]):
        first, name = int(steps.min()), scenario.steps[int(steps.min())].name
        begins, ready = scenario.steps[first].first_month, int(sites["ready_month"][site])
        if sites.at[site, "existing"]:
            found.append(("sites", key(site, name), 1.0, 0.0, say("exists", str(site), name, 1.0, 0.0)))
            continue
        if begins < ready:
            found.append(("sites", key(site, name), begins, ready, say("early", str(site), name, begins, ready)))
        for p in sorted(set(range(first, len(scenario.steps))) - set(steps)):
            name = scenario.steps[p].name
            found.append(("sites", key(site, name), 0.0, 1.0, say("closes", str(site), name, 0.0, 1.0)))
    return found


def _growth(scenario: Scenario, grown: pd.DataFrame, opened: pd.DataFrame) -> list[Row]:
    """Return steps of expansion that are not the site's, come before their works are finished, at a closed site or out of order, or go."""
    sites, found = scenario.frames["sites"], list[Row]()
    ready = {(s, n): m for s, n, m in records(scenario.frames["stages"], "site", "stage", "first_month")}
    there = {(s, n, p) for s, n, p in records(grown, "site", "stage", "step")}
    is_open = set(zip(opened["site"], opened["step"], strict=True))
    for site, number, p in sorted(there):
        step, begins, known = scenario.steps[p].name, scenario.steps[p].first_month, (site, number) in ready
        stands = site in sites.index and (sites.at[site, "existing"] or (site, p) in is_open)
        causes = {
            "unknown": known,
            "unbuilt": not known or begins >= ready[site, number],
            "no site": stands,
            "order": number == 1 or (site, number - 1, p) in there,
            "shrinks": p + 1 == len(scenario.steps) or (site, number, p + 1) in there,
        }
        month = ready.get((site, number), 0)
        wrong = [cause for cause, right in causes.items() if not right]
        found += [("sites", key(site, number, step), begins, month, say(cause, site, step, begins, month, str(number))) for cause in wrong]
    return found


def _closed(scenario: Scenario, stands: pd.DataFrame, opened: pd.DataFrame) -> list[Row]:
    in_use = stands[~stands["site"].map(scenario.frames["sites"]["existing"]).astype(bool)].groupby(["site", "step"])["units"].sum()
    is_open = set(zip(opened["site"], opened["step"], strict=True))
    return [
        ("sites", key(site, name), units, 0.0, say("closed", site, name, units, 0.0))
        for (site, step), units in items(in_use)
        if (site, step) not in is_open and (name := scenario.steps[step].name)
    ]


def _ceilings(scenario: Scenario, stands: pd.DataFrame) -> list[Row]:
    guests = stands[~stands["own_soil"].astype(bool)].groupby(["country", "step"])["persons"].sum()
    return [
        (
            "sites",
            key(country, name),
            persons,
            scenario.hosts[country].ceiling,
            say("ceiling", country, name, persons, scenario.hosts[country].ceiling),
        )
        for (country, step), persons in items(guests)
        if country in scenario.hosts and exceeds(persons, scenario.hosts[country].ceiling) and (name := scenario.steps[step].name)
    ]


SENTENCES = {
    "full": "{site} in {step}: the force takes {amount} {of}, {limit} are free",
    "exists": "{site} in {step}: it is in use already and is not opened",
    "early": "{site} in {step}: opened in month {amount}, its works are finished in month {limit}",
    "closes": "{site} in {step}: an open site stays open, this one closes again",
    "closed": "{site} in {step}: {units} at a site that is not open",
    "unknown": "{site} in {step}: it has no step {of} of expansion",
    "unbuilt": "{site} in {step}: its step {of} is there in month {amount}, its works are finished in month {limit}",
    "no site": "{site} in {step}: its step {of} is there at a site that is not open",
    "order": "{site} in {step}: its step {of} is there before the one written before it",
    "shrinks": "{site} in {step}: its step {of} is there, and later it is not",
    "ceiling": "{site} in {step}: {amount} people of others stand in the country, its government admits {limit}",
}


def say(cause: str, site: str, step: str, amount: float, limit: float, of: str = "") -> str:
    """Return the sentence for a site without room, opening or growth, or a host above its ceiling."""
    shown = {"amount": figure(amount), "limit": figure(limit), "units": count(amount, "unit")}
    return SENTENCES[cause].format(site=site, step=step, of=of, **shown)
