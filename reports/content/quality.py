"""How good the plan is and how sure one may be of it: goals, proof, verification, inputs, where it comes from."""

import math
from collections.abc import Mapping
from typing import Any

from planner.plan import GoalLevel
from planner.scenario.metrics import called, named, nothing_left, of_goal
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import NONE, amount, fixed, inert, listed, percent, whole
from reports.content.parts import Level
from reports.content.written import prices

GLYPH = {"proven": "●", "within": "◆", "stopped": "▼", "skipped": "·"}
LOADS = {"person_months": "person-months", "cost": "M EUR", "exposure": "exposed person-months"}
LOST = {"nation": "{} leaves", "group": "the nations of {} leave", "site": "{} is lost"}
LEAST_GAP = 0.001  # a share that is printed as such; what is less, and is no proof, is said to be less
UNPLANNED = "read, not yet planned"
ENDED = {
    "clock": "time", "work": "the work limit", "user": "a person", "memory": "the memory limit", "stall": "no more progress",
    "gap": "the gap asked for", "crash": "a crash of the solver", "interrupted": "an interruption",
}  # fmt: skip
STEPS = ("read", "check", "placements", "build", "solve", "verify", "save")  # the order in which seconds are said


def levels(dossier: Dossier, names: Names) -> tuple[Level, ...]:
    """Return the goals in their order: value, bound given the earlier ones, gap, state, and what the value means in things."""
    seconds = dossier.provenance.get("level_seconds", {})
    return tuple(_level(dossier, names, i, goal, seconds) for i, goal in enumerate(dossier.plan.levels, start=1))


def proven(found: tuple[Level, ...]) -> str:
    """Return how far the proof came: "all proven", "3 of 9 proven"."""
    count = sum(x.proven for x in found)
    asked = count + sum(x.open for x in found)
    return "no goals" if not asked else "all proven" if count == asked else f"{count} of {asked} proven"


def skipped(dossier: Dossier, found: tuple[Level, ...]) -> str:
    """Return what was left out of the plan and why: goals skipped, blocks and needs that are read and not planned."""
    left = [f"{x.name}: {x.words}" for x in found if not x.proven and not x.open]
    notes = [inert(p.what) for p in dossier.scenario.problems if p.severity == "note"]
    unplanned = [n.removesuffix(UNPLANNED).rstrip(" :").removesuffix(" is") for n in notes if n.endswith(UNPLANNED)]
    others = [n for n in notes if n.startswith("goal ") and not n.endswith(UNPLANNED)]
    if unplanned:
        others.append(f"{listed(unplanned, 4)}: {UNPLANNED}")
    return "; ".join([*left, *others])


def proof(dossier: Dossier, found: tuple[Level, ...]) -> str:
    """Return what is known of the optimum, never more than is proven."""
    if not dossier.plan.levels or dossier.plan.status == "hand-made":
        return "Made by hand: nothing is claimed of better plans."
    open_levels = [x for x in found if x.open]
    if not open_levels:
        return f"All {sum(x.proven for x in found)} goals are proven optimal in their order, gap 0{percent(0)[1:]}."
    first = open_levels[0]
    how = ENDED.get(dossier.plan.stopped_by, inert(dossier.plan.stopped_by) or "a limit")
    count = sum(x.proven for x in found)
    goal = dossier.plan.levels[first.number - 1].goal
    what, figure = named(goal), f"{first.value} {of_goal(goal).behind}".rstrip()
    least = "a better plan may exist" if first.bound == NONE else f"nothing below {first.bound} exists, a better plan may"
    least = "its bound is the same in all figures printed" if first.bound == first.value else least
    open_one = f"Goal {first.number}, {what}, stands at {figure}; {least}."
    return f"{count} of {count + len(open_levels)} goals are proven; {how} ended the search. {open_one}"


def price(dossier: Dossier) -> str:
    """Return what later goals took of earlier ones within their tolerance; that none did, where none did."""
    known = [goal for goal in dossier.plan.levels if math.isfinite(goal.reached)]
    taken = [(g, g.value - g.reached) for g in known if g.value - g.reached > 2e-6 * max(1.0, abs(g.value))]
    if not known:
        return ""
    if not taken:
        return "No goal raised an earlier one."
    said = [f"{called(g.goal)} {figured(g.goal, more)} above the {figured(g.goal, g.reached)} that was reached" for g, more in taken]
    return f"Later goals raised earlier ones within their tolerance: {listed(said, 4)}."


def crashed(dossier: Dossier) -> str:
    """Return that the solver ended by itself, for the first lines; nothing for any other end."""
    return "The solver ended by itself; the best plan so far." if dossier.plan.stopped_by == "crash" else ""


def verified(dossier: Dossier) -> str:
    """Return what the judge apart from the solver found."""
    if dossier.breaches:
        return f"{whole(dossier.breaches)} breach{'es' if dossier.breaches > 1 else ''} found: the plan is not to be used"
    claim = "; goals agree with the solver’s claim" if dossier.plan.levels else ""
    return f"no breach{claim}"


def took(provenance: Mapping[str, Any]) -> str:
    """Return the seconds of each step; nothing where they are unknown, as of a plan that outlived its solve."""
    seconds: Mapping[str, float] = provenance.get("seconds", {})
    if not seconds:
        return ""
    known = [s for s in STEPS if s in seconds] + sorted(s for s in seconds if s not in STEPS and ":" not in s)
    total = sum(seconds[s] for s in known)
    parts = ", ".join(f"{inert(s)} {_seconds(seconds[s])}" for s in known)
    return f"{_seconds(total)} s: {parts}"


def solver(provenance: Mapping[str, Any]) -> str:
    """Return solver and version, and the planner's own."""
    known = (("", "solver"), ("planner ", "planner"))
    return ", ".join(before + inert(provenance[k]) for before, k in known if provenance.get(k))


def source(dossier: Dossier) -> str:
    """Return the line that says where the figures come from: run, digests, solver, date."""
    provenance, scenario = dossier.provenance, dossier.scenario
    said = [f"Run {inert(provenance['run'])}."] if provenance.get("run") else []
    said.append(f"Scenario {inert(scenario.digest)[:12]}, option {inert(scenario.option)}.")
    if solver(provenance):
        said.append(f"{solver(provenance)}.")
    if dated := prices(scenario):
        said.append(f"P{dated.removeprefix(', p')}.")
    if count := sum(p.severity == "warning" for p in dossier.noticed):
        said.append(f"Read with {count} warning{'s' if count > 1 else ''}.")
    return " ".join(said)


def _level(dossier: Dossier, names: Names, number: int, goal: GoalLevel, seconds: Mapping[str, float]) -> Level:
    is_proven = goal.state == "proven" and not goal.under_unproven
    state = f"{GLYPH.get(goal.state, '?')} {goal.state}"
    said = _said(dossier, names, goal)
    if goal.under_unproven and goal.state != "skipped":
        said = "under an unproven level; " + said
    return Level(
        number, called(goal.goal), figured(goal.goal, goal.value), figured(goal.goal, goal.bound), _gap(goal), state, is_proven,
        not is_proven and not (goal.state == "skipped" and _unplanned(dossier, goal)),
        _seconds(seconds[goal.goal]) if goal.goal in seconds else "", said,
    )  # fmt: skip


def _unplanned(dossier: Dossier, goal: GoalLevel) -> bool:
    """Say whether the scenario notes that a goal is not planned; one that a limit or a crash cut off was asked for all the same."""
    metric = goal.goal.partition(".")[0]
    return any(p.severity == "note" and p.what.startswith(f"goal {metric}:") for p in dossier.scenario.problems)


def figured(goal: str, value: float) -> str:
    """Return a value of a goal as it is written in the goal's own unit."""
    return fixed(value, of_goal(goal).digits)


def _gap(goal: GoalLevel) -> str:
    if goal.state == "skipped":
        return NONE
    if goal.state == "proven":
        return percent(0)
    if not math.isfinite(goal.bound):
        return NONE
    share = max(0.0, goal.value - goal.bound) / max(abs(goal.value), 1e-9)
    return f"< {percent(LEAST_GAP, 1)}" if 0 < share < LEAST_GAP else percent(share, 1)


def _said(dossier: Dossier, names: Names, goal: GoalLevel) -> str:
    """Return what a goal's value means, in things."""
    if goal.state == "skipped":
        return inert(goal.note) or "never begun"
    metric, _, priority = goal.goal.partition(".")
    if metric == "cost":
        return _costs(dossier)
    if goal.value <= 1e-9:
        return nothing_left(goal.goal)
    return _left(dossier, names, metric, priority)


def _left(dossier: Dossier, names: Names, metric: str, priority: str) -> str:
    short = dossier.shortfalls
    if metric == "below_minimum":
        return _of_lines([names.line(s.requirement) for s in short if s.below_minimum], "below its minimum", "below their minimum")
    if metric == "shortfall":
        mine = [names.line(s.requirement) for s in short if str(s.priority) == priority and not s.derived]
        return f"coverage {percent(dossier.plan.metrics.get(f'coverage.{priority}', math.nan), 1)}; " + _of_lines(mine, "short", "short")
    if metric in {"uncovered", "support_gap"}:
        cover = dossier.scenario.frames["requirements"]["cover"]
        mine = [names.line(s.requirement) for s in short if s.derived and bool(cover[s.requirement]) == (metric == "uncovered")]
        return _of_lines(mine, "short", "short")
    if metric == "resilience_gap":
        table = dossier.plan.frames["resilience"]
        worst = table.iloc[int(table["gap"].to_numpy().argmax())] if len(table) else None
        if worst is not None and worst["gap"] > 0:
            line = names.line(worst["requirement"])
            lost = LOST[worst["loss_of"]].format(_lost(names, worst["loss_of"], worst["lost"]))
            return f"{f'if {lost}, ' if worst['lost'] else ''}{line} is {amount(worst['gap'])} below its minimum"
    if metric == "peak_burden":
        return _bears_most(dossier, names)
    if metric in {"standby", "arrivals"}:
        return _bound(dossier, metric)
    if metric == "unsupported":
        table = dossier.plan.frames["supply"]
        most = table.groupby("step")["unsupported"].sum().max()
        sites = list(dict.fromkeys(names.site(s) for s in table.loc[table["unsupported"] > 0, "site"]))
        return f"up to {amount(most)} t/day come nowhere, at {listed(sites, 3)}"
    if metric == "leaderless":
        table = dossier.plan.frames["commands"]
        return _of_lines(sorted({names.line(r) for r in table.loc[table["lead"] == "", "requirement"]}), "without a lead", "without a lead")
    return ""


def _bound(dossier: Dossier, metric: str) -> str:
    """Return who is held at notice, or comes or moves."""
    if metric == "standby":
        most = dossier.plan.frames["standby"].groupby("step")["persons"].sum().max()
        return f"up to {whole(most)} persons are held at notice"
    moved = dossier.plan.frames["movements"]
    steps = moved["step"].nunique()
    return f"{amount(float(moved['units'].sum()))} units come or move, before {steps} step{'s' if steps != 1 else ''}"


def _lost(names: Names, loss_of: str, lost: str) -> str:
    return names.nation(lost) if loss_of == "nation" else names.site(lost) if loss_of == "site" else inert(lost)


def _bears_most(dossier: Dossier, names: Names) -> str:
    """Return who bears most of the load that a goal weighs, against its share."""
    asked = next(goal.burden for goal in dossier.scenario.goals if goal.burden is not None)
    table = dossier.plan.frames["burden"]
    mine = table[(table["load"] == asked.load) & (table["key"] == asked.key)].dropna(subset="ratio")
    if mine.empty:
        return "nobody bears anything"
    most = mine.iloc[int(mine["ratio"].to_numpy().argmax())]
    return f"{names.nation(most['nation'])} bears most, {amount(most['ratio'])} times its share of {LOADS[asked.load]}"


def _of_lines(lines: list[str], one: str, many: str) -> str:
    unique = list(dict.fromkeys(lines))
    return f"{listed(unique, 3)} {one if len(unique) == 1 else many}" if unique else ""


def _costs(dossier: Dossier) -> str:
    costs = dossier.plan.frames["costs"]
    units = float(costs.loc[costs["purpose"].isin(["month", "move", "placement"]), "meur"].sum())
    return f"{amount(units)} units + {amount(float(costs['meur'].sum()) - units)} sites"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
