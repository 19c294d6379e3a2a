"""How it is printed what commitments come to: the core, the order of unlocking, what separates them, what falls when somebody leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from planner.cli import screen
from planner.scenario import Scenario
from planner.study.conditions import Coalition, Stage

NAMED = 6  # nations, lines or conditions in a sentence; the others are counted
IN_CELL = 4  # names in a cell; the others are counted
ROWS = 14  # rows of a table; the others are counted
HOW = {"date": "in any case", "turn": "in turn", "together": "together", "never": "out of reach"}
RINGS = {"core": "in any case", "turn": "in turn", "together": "only if announced together", "beyond": "beyond what the scenario allows"}


def record(found: Coalition) -> dict[str, Any]:
    """Return what a program reads of a coalition."""
    sets = {name: [sorted(those) for those in getattr(found, name)] for name in ("core", "turn", "largest")}
    tables = {name: getattr(found, name) for name in ("persons", "lines", "waiting")}
    return sets | {"stages": [vars(stage) for stage in found.stages], "exact": sorted(found.exact)} | tables


def show(scenario: Scenario, found: Coalition, nation: str | None) -> None:
    """Print what the scenario alone says."""
    steps = [step.name for step in scenario.steps]
    screen.say(separates(found, steps))
    mine = [s for s in found.stages if nation is None or nation in (*s.nations, *s.only_with)]
    screen.heading("ORDER OF UNLOCKING", "the most that offers, pools, ceilings and rooms allow")
    for stage in mine:
        _stage(scenario, found, stage)
    if not mine:
        screen.say(" no condition" if nation is None else f" no condition hangs on {nation} or brings it", "dim")
    table = found.persons.assign(step=steps).rename(columns={"step": "phase", "core": "in any case", "turn": "and in turn"})
    screen.heading("PERSONS", "who may stand, at most")
    screen.table(table)
    if not found.lines.empty and nation is None:
        screen.heading("LINES THAT NEED MORE THAN THE CORE", "the most of each need")
        told = found.lines.assign(step=[steps[p] for p in found.lines["step"]])
        heads = {
            "requirement": "line",
            "capability": "capability",
            "step": "phase",
            "level": "need",
            "core": "in any case",
            "largest": "largest",
        }
        _table(told, heads)
    waiting = found.waiting if nation is None else found.waiting[found.waiting["nation"] == nation]
    if not waiting.empty:
        screen.heading("WHO WAITS", "units in place, once the conditions hold")
        told = waiting.assign(step=[steps[p] for p in waiting["step"]])
        heads = {
            "offer": "offer",
            "tier": "tier",
            "lines": "on",
            "waits": "waits for",
            "units": "units",
            "persons": "persons",
            "step": "from",
        }
        _table(told, heads)


def show_plan(scenario: Scenario, tables: Mapping[str, pd.DataFrame], nation: str | None) -> None:
    """Print what a plan relies on, what falls when somebody leaves, and who is sent only to earn a condition."""
    screen.heading("THE PLAN AGAINST IT", "what holds, and by what right")
    for line in _against(scenario, tables["against"]):
        screen.paragraph("", line)
    every = tables["leaving"]
    felt = (every["before"] - every["left"] >= 1) | (every[["followers", "below"]].map(len) > 0).any(axis=1)
    leaving = every[felt if nation is None else every["name"] == nation]
    country = str(leaving["country"].iloc[0]) if len(leaving) else ""
    screen.heading("IF ONE LEAVES", f"persons in {country} in {scenario.steps[int(leaving['step'].iloc[0])].name}" if country else "")
    heads = {"name": "who", "before": "before", "own": "own", "hung": "others", "left": "left", "fallen": "falls", "followers": "go too",
             "below": "below minimum"}  # fmt: skip
    screen.table(_short(leaving), heads, empty="nobody takes anybody away")
    if nation is not None:
        _detail(scenario, tables, nation)
    earning = tables["sent_to_earn"] if nation is None else tables["sent_to_earn"][tables["sent_to_earn"]["nation"] == nation]
    screen.heading("SENT ONLY TO EARN", "no goal is worse without these units, and a condition falls")
    told = earning.assign(step=[scenario.steps[p].name for p in earning["step"]])
    heads = {"offer": "offer", "requirement": "line", "step": "phase", "units": "units", "persons": "persons", "earns": "earns"}
    screen.table(told, heads, empty="nobody")


def separates(found: Coalition, steps: Sequence[str]) -> str:
    """Return in a sentence or two what separates the core from the largest coalition."""
    more = found.persons["largest"] - found.persons["core"]
    p = int((more if more.max() >= 1 else found.persons["largest"]).argmax())
    core, turn, largest = (screen.figure(float(found.persons[column].iloc[p])) for column in ("core", "turn", "largest"))
    if more.iloc[p] < 1:
        if all(stage.how in {"date", "never"} for stage in found.stages):
            return f"Nothing must be earned: at most {largest} persons may stand in {steps[p]}."
        waiting = found.waiting["offer"].nunique()
        wait = f"{waiting} offer{' waits' if waiting == 1 else 's wait'}" if waiting else "no offer waits"
        return f"With or without the conditions, rooms and ceilings hold the persons at {largest}, in {steps[p]}; {wait}."
    said = f"In any case at most {core} persons may stand in {steps[p]}; with every condition that may be earned {largest}"
    return f"{said}." if core == turn or turn == largest else f"{said}, {turn} of them without anybody announcing together."


def _stage(scenario: Scenario, found: Coalition, stage: Stage) -> None:
    """Print one stage: what comes, when, by what, and what it opens."""
    steps = [scenario.steps[p] for p in stage.steps]
    from_ = f" from {steps[0].name} ({scenario.first_day(steps[0].first_month):%-d %b %Y})" if steps and stage.how != "never" else ""
    number = "–" if stage.how == "never" else str(stage.number)
    screen.say(f" {number} {HOW[stage.how]}: {_listed(stage.conditions, 99)}{from_}", "bold")
    reached = [
        f"{screen.figure(value)} of {screen.figure(least)} in {step.name}"
        for step, value, least in zip(steps, stage.value, stage.threshold, strict=False)
        if least == least
    ]
    bound = "" if set(stage.conditions) <= found.exact else "a bound: whether posture is sent there is the plan's to say"
    screen.paragraph("at most", "; ".join(reached))
    screen.paragraph("without", f"{_listed(stage.only_with)}: out of reach" if stage.only_with else "")
    opens = f"{screen.figure(stage.persons)} persons: {_listed(stage.nations)}" if stage.persons >= 1 else ""
    screen.paragraph("opens", "; ".join(filter(None, (opens, f"lines {_listed(stage.lines)}" if stage.lines else ""))))
    screen.paragraph("", bound if stage.how not in {"date", "never"} else "")


def _against(scenario: Scenario, table: pd.DataFrame) -> list[str]:
    """Return what a plan relies on beyond its dates, condition by condition; then what could be earned and is not used."""
    earned = table[[scenario.conditions[name].granted == "if-earned" for name in table["condition"]]]
    said = []
    for name, rows in earned.groupby("condition", sort=True):
        held, idle = rows[rows["holds"]], rows[~rows["holds"] & rows["could_hold"]]
        phases = [scenario.steps[p].name for p in held["step"]]
        rings = [RINGS[ring] for ring in dict.fromkeys(held["ring"])]
        if phases:
            said.append(f"{name} holds in {_listed(phases, 99)}: {_listed(rings)}{'' if held['exact'].all() else ' (a bound)'}.")
        if len(idle):
            said.append(f"{name} is earned and not used in {_listed([scenario.steps[p].name for p in idle['step']], 99)}.")
        if not phases and not len(idle):
            said.append(f"{name} could be earned and is not, in {_listed([scenario.steps[p].name for p in rows['step']], 99)}.")
    if table["fault"].any():
        wrong = table[table["fault"]].iloc[0]
        at = scenario.steps[int(wrong["step"])].name
        said.append(f"{wrong['condition']} in {at}: plan and scenario contradict each other, a fault of this program.")
    return said or ["The plan relies on no condition that must be earned."]


def _detail(scenario: Scenario, tables: Mapping[str, pd.DataFrame], nation: str) -> None:
    """Print what one nation's leaving takes from the whole force, phase by phase, and whose units go with it."""
    mine = tables["steps"][(tables["steps"]["kind"] == "nation") & (tables["steps"]["name"] == nation)]
    screen.heading("PHASE BY PHASE", f"persons of the whole force without {nation}")
    heads = {"step": "phase", "before": "before", "own": "own", "hung": "others", "left": "left", "fallen": "falls", "followers": "go too",
             "below": "below minimum"}  # fmt: skip
    screen.table(_short(mine.assign(step=[scenario.steps[p].name for p in mine["step"]])), heads, empty="it stands nowhere")
    lost = tables["lost"]
    hung = lost[(lost["kind"] == "nation") & (lost["name"] == nation) & ~lost["own"].astype(bool)]
    if not hung.empty:
        screen.heading("WHO GOES TOO")
        heads = {"step": "phase", "offer": "offer", "requirement": "line", "site": "site", "units": "units", "persons": "persons"}
        _table(hung.assign(step=[scenario.steps[p].name for p in hung["step"]]), heads)


def _table(frame: pd.DataFrame, heads: Mapping[str, str]) -> None:
    screen.table(frame.head(ROWS), heads)
    if len(frame) > ROWS:
        screen.say(f" + {len(frame) - ROWS} more; --json holds all", "dim")


def _short(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of departures whose lists of names fit a cell."""
    lists = {column: [_listed(names, IN_CELL) for names in table[column]] for column in ("fallen", "followers", "below")}
    return table.assign(**lists)


def _listed(names: Sequence[object], most: int = NAMED) -> str:
    """Return names in a row, those beyond the first few counted."""
    said = [screen.inert(name) for name in names]
    more = [f"{len(said) - most} more"] if len(said) > most else []
    shown = [*said[:most], *more]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
