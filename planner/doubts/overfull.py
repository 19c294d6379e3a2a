"""Pins that ask for more than ever fits: more than may come, has room at their sites, or is kept in place by cycles for so long."""

from collections.abc import Iterator
from itertools import groupby
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.frames import records
from planner.placements import Placements
from planner.placements.supply import Supply, supply, tours
from planner.rules.pins import meant
from planner.scenario import Pin, Problem, Scenario

EPS = 1e-6
Rows: TypeAlias = list[tuple[npt.NDArray[np.float64], float]]


def overfull_pins(scenario: Scenario, admitted: Placements) -> list[Problem]:
    """Return an error for each pin that asks for more units than may come or have room, or than their cycles keep in place."""
    asking = [pin for pin in scenario.pins if pin.at_least > 0]
    able = supply(scenario) if asking else None
    return [problem for pin in asking if able and (problem := _overfull(scenario, admitted, able, pin))]


def _overfull(scenario: Scenario, admitted: Placements, able: Supply, pin: Pin) -> Problem | None:
    mine = np.flatnonzero(pin.select.match(admitted.chosen).to_numpy(dtype=bool))
    asked = f"the pin on {meant(pin.select)} asks for {pin.at_least:g} units in"
    for p in pin.steps:
        most = admitted.ub[mine, p].astype(float)
        offered, room = _offered(scenario, admitted, able, mine, p), _room(scenario, admitted, mine)
        step, may = scenario.steps[p].name, _most(most, offered)
        if may < pin.at_least:
            what = f"{asked} {step}, and by dates, conditions, room and what sites take in {may:g} may stand there"
            return Problem("error", pin.mark, what, "begin the pin later, or lower it") if may else None  # what is barred is told as such
        if (fit := _most(most, [*offered, *room])) < pin.at_least:
            sites = ", ".join(sorted(set(admitted.chosen["site"].iloc[mine])))
            return Problem("error", pin.mark, f"{asked} {step}, and {sites} has room for {fit:g}", "lower the pin, or let the site grow")
        if (kept := _most(most, [*offered, *room, *_kept(scenario, admitted, able, mine, (p,))])) < pin.at_least:
            return _tired(scenario, pin, f"{asked} {step}", kept, (p,))
    for steps in _runs(pin):
        most = admitted.ub[mine][:, list(steps)].max(axis=1).astype(float)
        if (kept := _most(most, _kept(scenario, admitted, able, mine, steps))) < pin.at_least <= _most(most, []):
            span = f"{scenario.steps[steps[0]].name} to {scenario.steps[steps[-1]].name}"
            return _tired(scenario, pin, f"{asked} {span}", kept, steps)
    return None


def _tired(scenario: Scenario, pin: Pin, asked: str, kept: float, steps: tuple[int, ...]) -> Problem:
    months = sum(scenario.steps[p].months for p in steps)
    what = f"{asked}, {months} months, and their cycles keep {kept:g} in place for so long"
    return Problem("error", pin.mark, what, "lower the pin, let it end earlier, or ask for more in the cycle")


def _most(upper: npt.NDArray[np.float64], rows: Rows) -> float:
    """Return how many whole units some placements could hold at most, by rows `weights @ units <= most`."""
    if not rows or not len(upper):
        return float(upper.sum())
    within = LinearConstraint(np.array([w for w, _ in rows]), -np.inf, np.array([limit for _, limit in rows]))
    found = milp(-np.ones(len(upper)), bounds=Bounds(0.0, upper), constraints=within)
    return float(np.floor(-found.fun + EPS)) if found.status == 0 else float(upper.sum())


def _offered(scenario: Scenario, admitted: Placements, able: Supply, mine: npt.NDArray[np.int64], step: int) -> Rows:
    """Return what each offer has in a step."""
    of = scenario.frames["offers"].index.get_indexer(pd.Index(admitted.chosen["offer"].iloc[mine]))
    return [((of == o).astype(float), float(able.able[o, step])) for o in np.unique(of)]


def _room(scenario: Scenario, admitted: Placements, mine: npt.NDArray[np.int64]) -> Rows:
    """Return what each site can have of each resource, fully grown; who waits at home takes no room."""
    frames, rows = scenario.frames, admitted.chosen.iloc[mine]
    grown = frames["stage_adds"].rename(columns={"amount": "free"})
    free = pd.concat([frames["capacity"][["site", "resource", "free"]], grown[["site", "resource", "free"]]])
    takes, found = (
        frames["occupies"].pivot_table(index="unit_type", columns="resource", values="amount", fill_value=0.0),
        list[tuple[npt.NDArray[np.float64], float]](),
    )
    for site, resource, limit in records(
        free.assign(free=free["free"].clip(lower=0.0)).groupby(["site", "resource"], as_index=False).sum()
    ):
        if resource in takes:
            here = (rows["site"] == site) & ~rows["standby"].astype(bool)
            found.append((rows["unit_type"].map(takes[resource]).fillna(0.0).where(here, 0.0).to_numpy(dtype=float), float(limit)))
    return [(weights, limit) for weights, limit in found if weights.any()]


def _kept(scenario: Scenario, admitted: Placements, able: Supply, mine: npt.NDArray[np.int64], steps: tuple[int, ...]) -> Rows:
    """Return what each cycle keeps in place all through some steps on end, on average; who is at home is not away."""
    offers, rows = scenario.frames["offers"], admitted.chosen.iloc[mine]
    months = float(sum(scenario.steps[p].months for p in steps))
    share = able.share
    if scenario.tours:
        whole = tours(scenario)
        cycles, over = np.divmod(months, whole["cycle"].to_numpy(dtype=float))
        holds = whole["holds"].to_numpy(dtype=float)
        share = (cycles * holds + np.minimum(over, holds)) / months
    pools = able.pool[offers.index.get_indexer(pd.Index(rows["offer"]))]
    away = ~rows["own_soil"].to_numpy(dtype=bool) & ~rows["standby"].to_numpy(dtype=bool)
    limits = {w: float((able.able[able.pool == w][:, list(steps)].max(axis=1) * share[able.pool == w]).sum()) for w in np.unique(pools)}
    return [(np.where((pools == w) & away, 1.0, 0.0), limit) for w, limit in limits.items() if w >= 0]


def _runs(pin: Pin) -> Iterator[tuple[int, ...]]:
    """Yield the steps of a pin on end, where there are several."""
    for _, run in groupby(enumerate(pin.steps), key=lambda pair: pair[1] - pair[0]):
        if len(steps := tuple(p for _, p in run)) > 1:
            yield steps
