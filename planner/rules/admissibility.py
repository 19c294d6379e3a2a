"""Admissibility: each unit stands only where, when and for what its nation, its host and the need allow.

Every placed unit is judged by itself, cause by cause: the pillars and places its nation named, the line's area, room at the site for one
unit, caveats without a way out that are not lifted, the host's consent, dates, the site's works, and whether anybody needs it there in
that step. Who leads there is judged by the rule of command. Its own soil
asks no consent, but caveats bind there too. Who is held at notice at home is judged as if it went, room, consent and works aside: these it
asks for when it goes. What hangs on a condition is judged by the rule of conditions.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from planner.account import Account, breaches
from planner.decisions import Decisions
from planner.frames import arrange, groups, items, records
from planner.rules._clauses import guests, in_force, settled
from planner.rules._demand import given as needs_given
from planner.rules._demand import references
from planner.rules._posture import gives, offered, standing
from planner.rules._sound import unsound
from planner.rules._words import key
from planner.scenario import Problem, Scenario

Bar = tuple[pd.Series, str, str]  # rows that are barred, by what cause, and the name of a caveat or resource


def check(scenario: Scenario) -> list[Problem]:
    """Warn of offers that no line can use, and of caveats that remove nothing."""
    return [*_unused(scenario), *_idle(scenario)]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return what stands, and every placed unit that may not stand where it does, with the cause."""
    stands = standing(scenario, decisions)
    found = unsound(scenario, decisions, "place", "admissibility")
    for rows, cause, name in _bars(settled(scenario, decisions), stands):
        for row in records(stands[rows.to_numpy(dtype=bool)]) if rows.any() else ():
            step = scenario.steps[row.step].name
            text = say(cause, row._asdict(), step, name)
            found.append(("admissibility", key(row.offer, row.requirement, row.site, step), row.units, 0.0, text))
    return Account(frames={"posture": arrange("posture", stands[~stands["standby"]])}, breaches=breaches(found))


def barred(scenario: Scenario, stands: pd.DataFrame) -> pd.Series:
    """Say for each row of what would stand whether anything bars it."""
    found = pd.Series(False, index=stands.index)  # noqa: FBT003  # a constant column
    for rows, _, _ in _bars(scenario, stands):
        found |= rows
    return found


SENTENCES = {
    "pillar": "its nation does not offer it for the {pillar} pillar",
    "only_at": "its nation offers it at other sites only",
    "not_at": "its nation does not offer it at this site",
    "area": "the site is not in the line's area",
    "room": "the site has no {by} for one unit",
    "type": "{unit_type} gives nothing that the line needs",
    "caveat": "caveat {by} forbids it",
    "no consent": "{country} has given no consent, and consent is explicit",
    "nation": "the consent of {country} does not name {nation}",
    "site kept": "the consent of {country} does not cover this site",
    "consent dates": "the consent of {country} does not cover all months of the step",
    "dates": "no tier of the offer is there in all months of the step",
    "works": "the works at the site are not finished when the step begins",
    "line": "the line needs nothing then",
}


def say(cause: str, placed: Mapping[str, object], step: str, by: str = "") -> str:
    """Return the sentence for a placed row (the columns of the frame `posture`) that may not stand, with its cause."""
    who = f"{placed['offer']} on {placed['requirement']} at {placed['site']} in {step}"
    return f"{who}: {SENTENCES[cause].format(**placed, by=by)}"


def _bars(scenario: Scenario, stands: pd.DataFrame) -> Iterator[Bar]:
    yield from _by_offer(scenario, stands)
    yield from _by_place(scenario, stands)
    yield from _by_host(scenario, stands)
    yield from _by_date(scenario, stands)
    for caveat in scenario.caveats:
        if not caveat.unless and not caveat.leads:
            yield in_force(scenario, caveat, stands), "caveat", caveat.name


def _by_offer(scenario: Scenario, stands: pd.DataFrame) -> Iterator[Bar]:
    offers = scenario.frames["offers"]
    asked = {name: stands["offer"].map(offers[name]) for name in ("pillars", "only_at", "not_at")}
    yield _flag(stands, [bool(p) and pillar not in p for p, pillar in zip(asked["pillars"], stands["pillar"], strict=True)]), "pillar", ""
    yield _flag(stands, [bool(s) and site not in s for s, site in zip(asked["only_at"], stands["site"], strict=True)]), "only_at", ""
    yield _flag(stands, [site in s for s, site in zip(asked["not_at"], stands["site"], strict=True)]), "not_at", ""


def _by_place(scenario: Scenario, stands: pd.DataFrame) -> Iterator[Bar]:
    reach, able = scenario.frames["reach"], gives(scenario)
    area = set(zip(reach["requirement"], reach["site"], strict=True))
    yield _flag(stands, [pair not in area for pair in zip(stands["requirement"], stands["site"], strict=True)]), "area", ""
    serves = set(zip(able["unit_type"], able["requirement"], strict=True))
    yield _flag(stands, [pair not in serves for pair in zip(stands["unit_type"], stands["requirement"], strict=True)]), "type", ""
    occupies, room = scenario.frames["occupies"], _room(scenario)
    for resource, takes in groups(occupies[occupies["amount"] > 0].groupby("resource")):
        free = room[room["resource"] == resource].groupby("site")["amount"].sum()
        asks = stands["unit_type"].map(takes.set_index("unit_type")["amount"]).astype(float)
        yield asks.notna() & ~stands["standby"] & ~(stands["site"].map(free).astype(float) >= asks), "room", str(resource)


def _room(scenario: Scenario) -> pd.DataFrame:
    """Return all that each site ever has room for, in parts: what is free, and what each step by which it can grow adds."""
    free = scenario.frames["capacity"].rename(columns={"free": "amount"})
    return pd.concat([part[["site", "resource", "amount"]] for part in (free, scenario.frames["stage_adds"])])


def _by_host(scenario: Scenario, stands: pd.DataFrame) -> Iterator[Bar]:
    if scenario.consent_explicit:
        yield ~stands["own_soil"].astype(bool) & ~stands["country"].isin(set(scenario.hosts)), "no consent", ""
    for host in scenario.hosts.values():
        here = guests(host, stands)
        covered = {p for p, step in enumerate(scenario.steps) if step.within(host.first_month, host.until_month)}
        yield here & ~stands["nation"].isin(host.nations), "nation", ""
        yield here & ~stands["site"].isin(host.sites), "site kept", ""
        yield here & ~stands["step"].isin(covered), "consent dates", ""


def _by_date(scenario: Scenario, stands: pd.DataFrame) -> Iterator[Bar]:
    tiers, sites = scenario.frames["tiers"], scenario.frames["sites"]
    there = {
        (o, p)
        for o, first, until in records(tiers, "offer", "first_month", "until_month")
        for p, step in enumerate(scenario.steps)
        if step.within(first, until)
    }
    yield _flag(stands, [pair not in there for pair in zip(stands["offer"], stands["step"], strict=True)]), "dates", ""
    begins = stands["step"].map({p: step.first_month for p, step in enumerate(scenario.steps)})
    building = ~stands["site"].map(sites["existing"]).astype(bool) & (begins < stands["site"].map(sites["ready_month"]))
    yield building & ~stands["standby"], "works", ""
    given = needs_given(scenario)
    needed = set(zip(given["requirement"], given["step"], strict=True)) | {(r, p) for r, _, p in references(scenario)}
    yield _flag(stands, [pair not in needed for pair in zip(stands["requirement"], stands["step"], strict=True)]), "line", ""


def _flag(stands: pd.DataFrame, barred: list[bool]) -> pd.Series:
    return pd.Series(barred, index=stands.index, dtype=bool)


def _unused(scenario: Scenario) -> list[Problem]:
    """Return the offers that no line can use; only a note where lines wait for rules that do not exist yet and may be theirs."""
    able = set(gives(scenario)["unit_type"])
    waiting = bool(scenario.frames["requirements"]["derived"].isin({"flow", "courses"}).any())
    return [
        Problem(
            "note" if waiting else "warning",
            scenario.mark("offers", o),
            f"{o}: no {'planned ' if waiting else ''}line has a use for {t}",
            "add a line, a substitute, or leave the offer out",
        )
        for o, t in items(scenario.frames["offers"]["unit_type"])
        if t not in able
    ]


def _idle(scenario: Scenario) -> list[Problem]:
    sites = set(scenario.frames["reach"]["site"])
    return [
        Problem("warning", caveat.mark, f"caveat {caveat.name} removes nothing", "no offer and site in use fits its selector")
        for caveat in scenario.caveats
        if offered(scenario, caveat.select).empty or (caveat.select.sites is not None and not caveat.select.sites & sites)
    ]
