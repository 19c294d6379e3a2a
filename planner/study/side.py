"""One side of a plan: what a nation carries, how a line is filled, what stands at a site, what stands in a phase."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.placements import Placements, placements
from planner.plan import Plan
from planner.rules import holding, lacking, settled, tiers
from planner.scenario import Scenario
from planner.scenario.problems import suggest
from planner.study.causes import Cause
from planner.study.shortfalls import Shortfall, shortfalls
from planner.study.stand_ins import stand_ins

# what each side is read from, in the order of reading
NATION = (
    "posture", "movements", "standby", "presence", "double_hatted", "basis", "limits", "pools", "schedule", "unrelieved", "conditions",
    "burden", "costs",
)  # fmt: skip
REQUIREMENT = ("coverage", "posture", "movements", "standby", "schedule", "unrelieved", "basis", "commands", "resilience", "areas")
SITE = ("posture", "movements", "loads", "areas")
PHASE = ("coverage", "posture", "movements", "standby", "presence", "double_hatted", "conditions", "commands", "loads", "areas")
# of the columns of a schedule, what a reader looks for
STANDS = {
    "requirement": "line", "site": "site", "first_month": "from", "until_month": "until", "units": "units", "offer": "tour of",
    "relieves": "relieves",
}  # fmt: skip
FIXED = {"area", "room", "need", "offer"}  # reasons that lie in the thing itself
CAUSES = 3  # named for an unused offer; the rest is counted


class UnknownSideError(LookupError):
    """A side that the scenario does not have: a sentence for the planner."""


@dataclass(frozen=True)
class Side:
    """From where a plan is looked at; None means from anywhere."""

    nation: str | None = None
    requirement: str | None = None
    site: str | None = None
    phase: str | None = None


def side(scenario: Scenario, plan: Plan, asked: Side) -> Mapping[str, pd.DataFrame]:
    """Return the frames of a plan that show the side asked for, by name; steps are named; every frame if nothing was asked.

    Raises
    ------
    UnknownSideError
        The scenario has no such nation, line, site or phase.
    """
    _refuse_unknown(scenario, asked)
    found = {name: _named(scenario, _only(scenario, plan.frames[name], asked)) for name in _names(plan, asked)}
    return found | ({"stand_ins": _ways(scenario, plan, asked)} if asked == Side(requirement=asked.requirement) != Side() else {})


def _ways(scenario: Scenario, plan: Plan, asked: Side) -> pd.DataFrame:
    """Return who stands in for what on a line, and how each comes to it."""
    found = stand_ins(scenario, plan)
    ways = found["path"].map(" → ".join)
    return found.assign(path=ways)[(found["requirement"] == asked.requirement).to_numpy(dtype=bool)].reset_index(drop=True)


def _names(plan: Plan, asked: Side) -> list[str]:
    """Return the frames that every side asked for shares, in order."""
    wanted = [names for value, names in zip(vars(asked).values(), (NATION, REQUIREMENT, SITE, PHASE), strict=True) if value is not None]
    first = wanted[0] if wanted else tuple(plan.frames)
    return [name for name in first if name in plan.frames and all(name in names for names in wanted)]


def _only(scenario: Scenario, frame: pd.DataFrame, asked: Side) -> pd.DataFrame:
    """Keep the rows of the side asked for.

    A pool is its nation's if one of its offers is, a cost if its payer is, a condition if one of its offers asks for it; an area is a
    site's that lies in it, and a line's whose reach does.
    """
    keep = pd.Series(data=True, index=frame.index)
    if asked.nation is not None:
        offers = scenario.frames["offers"]
        mine = set(offers.loc[offers["nation"] == asked.nation, "pool"])
        asks = conditions_of(scenario, asked.nation) if "condition" in frame else frozenset()
        for column, ids in (("nation", {asked.nation}), ("payer", {asked.nation}), ("pool", mine), ("condition", asks)):
            if column in frame:
                keep &= frame[column].isin(ids)
    for column, value in (("requirement", asked.requirement), ("site", asked.site)):
        if value is not None and column in frame:
            keep &= frame[column] == value
    if "area" in frame:
        reach = scenario.frames["reach"]
        of_line = set(reach.loc[reach["requirement"] == asked.requirement, "site"])
        for sites in [*([{asked.site}] if asked.site is not None else []), *([of_line] if asked.requirement is not None else [])]:
            keep &= frame["area"].isin([area.name for area in scenario.areas if area.sites & sites])
    if asked.phase is not None and "step" in frame:
        keep &= frame["step"].isin([i for i, step in enumerate(scenario.steps) if asked.phase in {step.phase, step.name}])
    return frame[keep]


def conditions_of(scenario: Scenario, nation: str) -> frozenset[str]:
    """Return the conditions that a nation's offers ask for, by their tiers or by where they may stand."""
    chosen, frames = placements(settled(scenario, {})).chosen, scenario.frames
    offers = frames["offers"].index[frames["offers"]["nation"] == nation]
    clauses = [*frames["tiers"].loc[frames["tiers"]["offer"].isin(offers), "requires"], *chosen.loc[chosen["nation"] == nation, "requires"]]
    return frozenset(name for asked in clauses for clause in asked for name in clause)


def unused(scenario: Scenario, plan: Plan, nation: str) -> pd.DataFrame:
    """Return the offers of a nation that stand nowhere in a plan (offer, unit_type, units, why)."""
    admitted, offers = placements(settled(scenario, plan.decisions)), scenario.frames["offers"]
    used = {offer for name in ("posture", "standby") for offer in plan.frames[name]["offer"]}
    idle = offers[(offers["nation"] == nation) & ~offers.index.isin(used)]
    units = scenario.frames["tiers"].groupby("offer")["units"].sum()
    supply = tiers(scenario, holding(scenario, plan.decisions))
    short = _keeping_out(shortfalls(scenario, plan, admitted)) if len(idle) else {}
    why = [_why(scenario, plan, admitted, supply[supply["offer"] == offer], str(offer), short) for offer in idle.index]
    rows = [(offer, idle.at[offer, "unit_type"], units.get(offer, 0.0), said) for offer, said in zip(idle.index, why, strict=True)]
    return pd.DataFrame(rows, columns=["offer", "unit_type", "units", "why"])


def _why(scenario: Scenario, plan: Plan, admitted: Placements, supply: pd.DataFrame, offer: str, short: Mapping[str, str]) -> str:
    """Say why an offer stands nowhere: not asked for, barred everywhere, a condition does not hold, a short line's cause, or no gain."""
    places = admitted.chosen[admitted.chosen["offer"] == offer]
    if places.empty:
        barred = (admitted.barred["offer"] == offer).to_numpy()
        return _barred(admitted, barred, _lacking(supply)) if barred.any() else "gives nothing that a line needs"
    if not supply["usable"].any():
        return _lacking(supply) or "in no step within its dates"
    held = holding(scenario, plan.decisions)
    lacks = [{name for step in held for name in lacking(clauses, step)} for clauses in places["requires"]]
    if all(all(lacking(clauses, step) for step in held) for clauses in places["requires"]):
        return _lack(sorted(set.union(*lacks)))
    return short.get(offer, "may serve, and no line is short of it")


def _keeping_out(found: Sequence[Shortfall]) -> Mapping[str, str]:
    """Return what keeps each offer from the first line that is short of it."""
    said: dict[str, str] = {}
    for shortfall in found:
        for cause in shortfall.causes:
            what = "nothing known" if cause.kind == "idle" else _said(cause)
            said.setdefault(cause.offer, f"{what} keeps it out of {shortfall.requirement}, which is short")
    return said


def _said(cause: Cause) -> str:
    return cause.subject if cause.subject.startswith(cause.kind) else f"{cause.kind} {cause.subject}".strip()


def _lacking(supply: pd.DataFrame) -> str:
    """Say which conditions an offer waits for, if one keeps it from every step."""
    waits = dict.fromkeys(name for names in supply["lacking"] for name in names)
    return "" if supply["usable"].any() or not waits else _lack(list(waits))


def _lack(names: Sequence[str]) -> str:
    more = len(names) > 1
    return f"condition{'s' if more else ''} {', '.join(names)} {'do' if more else 'does'} not hold"


def _barred(admitted: Placements, rows: npt.NDArray[np.bool_], lacking: str) -> str:
    """Name what bars some placements: what somebody could lift first, then what bars most of them."""
    counts = np.bincount(admitted.by[rows[admitted.by[:, 0]], 1], minlength=len(admitted.reasons)).tolist()
    hit = sorted((j for j, count in enumerate(counts) if count), key=lambda j: (admitted.reasons[j].rule in FIXED, -counts[j], j))
    told = (lacking if lacking and admitted.reasons[j].rule == "condition" else admitted.reasons[j].cause for j in hit)
    causes = list(dict.fromkeys(told))
    return f"barred everywhere: {', '.join(causes[:CAUSES])}" + (f", {len(causes) - CAUSES} more" if len(causes) > CAUSES else "")


def _named(scenario: Scenario, frame: pd.DataFrame) -> pd.DataFrame:
    """Write the names of steps where their numbers stood, and months where theirs; of tours what a reader looks for."""
    if "relieves" in frame:
        holding_places = frame[frame["requirement"] != ""].rename(columns=STANDS)[list(STANDS.values())]
        frame = holding_places.sort_values(["line", "site", "from", "tour of"], kind="stable")
    if "step" not in frame:
        months = {c: [f"{scenario.first_day(int(month)):%Y-%m}" for month in frame[c]] for c in ("from", "until", "month") if c in frame}
        return frame.assign(**months).reset_index(drop=True)
    return frame.assign(step=[scenario.steps[int(step)].name for step in frame["step"]]).reset_index(drop=True)


def _refuse_unknown(scenario: Scenario, asked: Side) -> None:
    frames = scenario.frames
    phases = {name for step in scenario.steps for name in (step.phase, step.name)}
    known: Mapping[str, Iterable[str]] = {
        "nation": frames["nations"].index, "requirement": frames["requirements"].index, "site": frames["sites"].index, "phase": phases,
    }  # fmt: skip
    for what, value in vars(asked).items():
        if value is not None and value not in set(known[what]):
            raise UnknownSideError(
                f"the scenario has no {what} {value}{suggest(value, known[what]) or '; there are ' + ', '.join(sorted(known[what]))}"
            )
