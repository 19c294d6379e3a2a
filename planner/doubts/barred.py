"""What the rules bar altogether: pins on it, offers that are left with nothing, needs that are left with nobody."""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.placements import Placements, Reason, placements
from planner.rules.pins import meant
from planner.scenario import Pin, Problem, Scenario
from planner.scenario.recut import one_step

SMALL_POOL = re.compile("the pool (.*) sustains .* units: less than one never stands")  # as it is told in reading
NAMED = 3  # lines that a sentence names; the others are counted
Flags = npt.NDArray[np.bool_]

WAITING = "conditions of "  # how a cause begins that is an offer's tiers waiting for what never holds
ASIDE = ("area of ", "terms of ")  # causes that say where a line and an offer are meant for: only if nothing else bars are they a reason
SEVERAL = ("conditions ", "dates ", "terms ", "works ", "substitutes ")  # causes in the plural
# How a cause is spelt in a sentence, by its beginning; any other takes an article.
SPELT = (("consent ", "the consent of "), ("ceiling of ", "the ceiling of "), ("ceiling ", "the ceiling of "), ("room ", "lack of room "))


class Barred:
    """The barred placements of a scenario, and the causes that bar them, in words."""

    def __init__(self, scenario: Scenario, admitted: Placements) -> None:
        offers, rows = scenario.frames["offers"], admitted.barred
        self.rows = rows.assign(nation=rows["offer"].map(offers["nation"]), unit_type=rows["offer"].map(offers["unit_type"]))
        aside = np.array([r.cause.startswith(ASIDE) for r in admitted.reasons], dtype=bool)
        self.meant: Flags = np.ones(len(rows), dtype=bool)
        self.meant[admitted.by[aside[admitted.by[:, 1]], 0]] = False
        told = [_denied(scenario, reason) or _spelt(reason) for reason in admitted.reasons]
        self.causes = list(dict.fromkeys(told))
        place = {words: number for number, words in enumerate(self.causes)}
        cause = np.array([place[words] for words in told], dtype=np.int64)  # reasons in the same words are one cause
        self.by = np.unique(np.stack([admitted.by[:, 0], cause[admitted.by[:, 1]]], axis=1), axis=0)

    def told(self, chosen: Flags) -> str:
        """Return which rule bars most of the chosen placements, how many, and where it stands; those that nobody means aside."""
        chosen = chosen & self.meant if (chosen & self.meant).any() else chosen
        counts = np.bincount(self.by[chosen[self.by[:, 0]], 1], minlength=len(self.causes))
        if not counts.any():
            return ""
        most, total = int(counts.argmax()), int(chosen.sum())
        share = "it" if total == 1 else f"all {total} placements" if counts[most] == total else f"{counts[most]} of {total} placements"
        return f"{self.causes[most]} {share}"


def _spelt(reason: Reason) -> str:
    """Say in a few words that a reason bars, with its place."""
    told = next((now + reason.cause.removeprefix(was) for was, now in SPELT if reason.cause.startswith(was)), f"the {reason.cause}")
    return f"{told}{f' at {reason.mark}' if reason.mark else ''} {'bar' if reason.cause.startswith(SEVERAL) else 'bars'}"


def _denied(scenario: Scenario, reason: Reason) -> str:
    """Say which denied condition bars an offer that waits for it, or nothing if that is not the reason."""
    if not reason.cause.startswith(WAITING):
        return ""
    tiers = scenario.frames["tiers"]
    clauses = [clause for requires in tiers["requires"][tiers["offer"] == reason.cause.removeprefix(WAITING)] for clause in requires]
    names = sorted({c for clause in clauses for c in clause if scenario.conditions[c].granted == "denied"})
    if not names:
        return ""
    mark = scenario.conditions[names[0]].mark
    return f"{names[0]}, denied{f' at {mark}' if mark else ''}, bars"


def barred_pins(scenario: Scenario, admitted: Placements) -> list[Problem]:
    """Return an error for each pin that asks for units in a step in which nothing that it selects may stand, with the rule that bars it."""
    found = []
    for pin in scenario.pins:
        open_to_it = admitted.ub[pin.select.match(admitted.chosen).to_numpy(dtype=bool)].any(axis=0)
        shut = [p for p in pin.steps if not open_to_it[p]]
        if pin.at_least > 0 and shut:
            asked = f"the pin on {meant(pin.select)} asks for {pin.at_least:g} in {scenario.steps[shut[0]].name}"
            why = _why(scenario, admitted, pin, shut[0])
            what = f"{asked}, and nothing of it may stand there then{f': {why}' if why else ''}"
            found.append(Problem("error", pin.mark, what, "lift what bars it, begin the pin later, or take it away"))
    return found


def _why(scenario: Scenario, admitted: Placements, pin: Pin, number: int) -> str:
    """Return what bars most of what a pin selects in one step; what one step alone would not bar could not come there before."""
    then = one_step(scenario, number)
    alone = placements(then)
    if late := bool(alone.ub[pin.select.match(alone.chosen).to_numpy(dtype=bool)].any()):
        then, alone = scenario, admitted
    barred = Barred(then, alone)
    chosen = pin.select.match(barred.rows).to_numpy(dtype=bool)
    if chosen.any():
        return barred.told(chosen)
    return "no site takes one in by then" if late else "no line that it speaks of needs any of it then"


def idle(scenario: Scenario, admitted: Placements, barred: Barred) -> Iterator[Problem]:
    """Yield the offers that can serve nothing, each cause told once.

    Those that wait for a denied condition are told with the condition, those whose pool sustains less than a unit with the pool.
    """
    tiers = scenario.frames["tiers"]
    denied = {name for name, c in scenario.conditions.items() if c.granted == "denied"}
    small = {found[1] for p in scenario.problems if (found := SMALL_POOL.match(p.what))}
    hopes = {o for o, requires in zip(tiers["offer"], tiers["requires"], strict=True) if not any(denied.issuperset(c) for c in requires)}
    for offer in sorted((set(barred.rows["offer"]) - set(admitted.chosen["offer"])) & hopes):
        why = barred.told((barred.rows["offer"] == offer).to_numpy(dtype=bool))
        pool = scenario.frames["offers"]["pool"].loc[offer]
        if not (why.startswith(f"the rotation of {pool} bars") and pool in small):
            yield Problem("warning", scenario.mark("offers", offer), f"{offer} can serve nothing: {why}", "lift it, or leave the offer out")


def unmet(scenario: Scenario, admitted: Placements, barred: Barred) -> Iterator[Problem]:
    """Yield the needs that offered units could meet by their type, and none of them may."""
    frames = scenario.frames
    served = set(zip(admitted.chosen["requirement"].iloc[admitted.gives["a"]], admitted.gives["capability"], strict=True))
    needs = set(zip(frames["needs"]["requirement"], frames["needs"]["capability"], strict=True))
    needs |= {(d.requirement, d.capability) for d in scenario.derivations}
    gives = pd.concat([frames[name][["unit_type", "capability"]] for name in ("provides", "substitutes")])
    alike: dict[tuple[str, str], list[str]] = {}
    for line, capability in sorted(needs - served):
        able = barred.rows["unit_type"].isin(gives.loc[gives["capability"] == capability, "unit_type"])
        if why := barred.told(((barred.rows["requirement"] == line) & able).to_numpy(dtype=bool)):
            alike.setdefault((capability, why), []).append(line)
    for (capability, why), lines in alike.items():
        who = ", ".join(lines[:NAMED]) + (f" and {len(lines) - NAMED} more lines" if len(lines) > NAMED else "")
        what = f"{who}: nobody can provide {capability} there: {why}"
        yield Problem("warning", scenario.mark("requirements", lines[0]), what, "it will stay short: lift what bars them, or ask others")
