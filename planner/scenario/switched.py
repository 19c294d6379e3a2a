"""Switches: a rule that is off is a scenario in which its block is absent.

So neither home of a rule asks whether it is on: what it would look at is not there. Nothing else of the scenario changes, and data that a
switch takes away were read and checked like any other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from planner.frames import NEVER
from planner.scenario.conditions import Condition
from planner.scenario.scenario import Scenario

NONE = float("nan")  # no limit


@dataclass(frozen=True)
class Block:
    """What belongs to a rule: goals, fields of the scenario with what stands there instead, emptied frames, blanked columns, the rest."""

    goals: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    frames: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rest: Callable[[Scenario], Scenario] = lambda scenario: scenario


def off(scenario: Scenario, rules: Iterable[str]) -> Scenario:
    """Return a scenario in which the blocks of some rules are absent; a name that is no rule with a switch is a KeyError."""
    for rule in sorted(rules):
        scenario = _without(scenario, BLOCKS[rule])
    return scenario


def goals_of(rules: Iterable[str]) -> frozenset[str]:
    """Return the metrics that no goal can minimise while some rules are off."""
    return frozenset(metric for rule in rules for metric in BLOCKS[rule].goals)


def _without(scenario: Scenario, block: Block) -> Scenario:
    frames = dict(scenario.frames)
    frames |= {name: frames[name].iloc[:0] for name in block.frames}
    frames |= {name: frames[name].assign(**columns) for name, columns in block.columns.items()}
    goals = tuple(goal for goal in scenario.goals if goal.metric not in block.goals)
    return block.rest(replace(scenario, frames=frames, goals=goals, **block.fields))


def _granted(scenario: Scenario) -> Scenario:
    """Grant every condition from the first month on."""
    granted = {name: _always(condition) for name, condition in scenario.conditions.items()}
    return replace(scenario, conditions=granted)


def _always(condition: Condition) -> Condition:
    return replace(condition, granted="granted", first_month=0, until_month=NEVER, starts_notice=False, earned=None, latch=True, opens=None)


def _in_place(scenario: Scenario) -> Scenario:
    """Count every offer as deployed: nothing is relieved."""
    offers = scenario.frames["offers"].assign(kind="deployed", pool="")
    return replace(scenario, frames={**scenario.frames, "offers": offers})


def _unbounded(scenario: Scenario) -> Scenario:
    """Take the ceilings of hosts away, and growth in all but throughput; whom hosts admit, and where, stays.

    What passes a hub is a matter of sustainment: it still grows by the steps that add to it and, as they come in order, by those before.
    """
    hosts = {name: replace(host, ceiling=NONE) for name, host in scenario.hosts.items()}
    stages, adds = scenario.frames["stages"], scenario.frames["stage_adds"]
    adds = adds[adds["resource"] == "throughput_tpd"].reset_index(drop=True)
    last = stages["site"].map(adds.groupby("site")["stage"].max()).fillna(0)
    kept = {"stage_adds": adds, "stages": stages[stages["stage"] <= last].reset_index(drop=True)}
    return replace(scenario, hosts=hosts, frames={**scenario.frames, **kept})


def _underived(kind: str) -> Callable[[Scenario], Scenario]:
    """Return what takes away the needs that are derived in one way; a line that has no other then needs nothing."""

    def without(scenario: Scenario) -> Scenario:
        return replace(scenario, derivations=tuple(d for d in scenario.derivations if d.kind != kind))

    return without


def _hard(scenario: Scenario) -> Scenario:
    """Let no caveat be lifted."""
    return replace(scenario, caveats=tuple(replace(caveat, soft=False) for caveat in scenario.caveats))


def _leaderless(scenario: Scenario) -> Scenario:
    """Ask no line for a lead."""
    lines = scenario.frames["requirements"]
    nobody = pd.Series([()] * len(lines), index=lines.index, dtype=object)
    return replace(scenario, frames={**scenario.frames, "requirements": lines.assign(lead=nobody)})


BLOCKS: Mapping[str, Block] = {
    "areas": Block(fields={"areas": ()}),
    "asks": Block(goals=("asks",), rest=_hard),
    "burden": Block(goals=("peak_burden",)),
    "command": Block(
        goals=("leaderless",),
        fields={"pairs": ()},
        frames=("min_contributions",),
        columns={
            "offers": {"min_units": 0.0},
            "requirements": {"lead_share": 0.0, "lead_fixed": False, "max_nations": NONE, "whole_unit_type": "", "whole_share": 0.0},
        },
        rest=_leaderless,
    ),
    "conditions": Block(rest=_granted),
    "derived": Block(goals=("uncovered", "support_gap"), fields={"derivations": ()}),
    "finance": Block(
        goals=("cost", "unfunded"),
        frames=("placement_costs",),
        columns={
            "unit_types": {"cost_month": 0.0, "cost_move": 0.0},
            "sites": {"opening_cost": 0.0, "monthly_cost": 0.0},
            "stages": {"cost": 0.0},
        },
    ),
    "movement": Block(goals=("arrivals",), frames=("reception",), rest=_underived("lift")),
    "national": Block(frames=("nation_limits",)),
    "persistence": Block(goals=("changes",), fields={"persistence": None}, frames=("baseline",)),
    "pins": Block(fields={"pins": ()}),
    "resilience": Block(goals=("resilience_gap",), columns={"requirements": {"n_minus_1": False}}),
    "rotation": Block(rest=_in_place),
    "sites": Block(frames=("occupies",), columns={"sites": {"existing": True, "ready_month": 0}}, rest=_unbounded),
    "sustainment": Block(goals=("unsupported",), frames=("consumes",), rest=_underived("flow")),
}
