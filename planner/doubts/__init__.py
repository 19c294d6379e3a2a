"""What is allowed and hardly meant, and what no plan can keep, as far as it shows only once it is known who may stand where.

Offers that can serve nothing, needs that nobody can meet, pins that nothing keeps, phases that lose much by being one posture, conditions
that wait for each other, offers left over from an earlier round: each with the rule that is behind it, and where that rule stands.
"""

from collections.abc import Iterator

from planner import rules
from planner.doubts.barred import Barred, barred_pins, idle, unmet
from planner.doubts.loops import loops
from planner.doubts.overfull import overfull_pins
from planner.doubts.rounds import left_over
from planner.frames import records
from planner.placements import Placements
from planner.placements.rounding import rounding
from planner.scenario import Problem, Scenario

__all__ = ["doubts", "noticed", "vain_pins"]


def doubts(scenario: Scenario, admitted: Placements) -> list[Problem]:
    """Return errors for pins that are barred, warnings of what serves nothing or is lost, notes on loops and on lone bearers of a line."""
    barred = Barred(scenario, admitted)
    return [
        *vain_pins(scenario, admitted),
        *idle(scenario, admitted, barred),
        *unmet(scenario, admitted, barred),
        *_rounding(scenario),
        *loops(scenario, admitted),
        *left_over(scenario),
        *_alone(scenario, admitted),
    ]


def vain_pins(scenario: Scenario, admitted: Placements) -> list[Problem]:
    """Return errors for the pins that no posture can keep: it is barred, has no room, or is more than cycles keep in place."""
    return [*barred_pins(scenario, admitted), *overfull_pins(scenario, admitted)]


def noticed(scenario: Scenario, admitted: Placements) -> tuple[Problem, ...]:
    """Return all that is wrong or noteworthy in a scenario: what was found in reading it, what rules refuse, what is doubted."""
    refused = (problem for name in rules.NAMES for problem in rules.rule(name).check(scenario))
    return tuple(dict.fromkeys((*scenario.problems, *refused, *doubts(scenario, admitted))))


def _rounding(scenario: Scenario) -> Iterator[Problem]:
    """Yield the phases that lose person-months because their posture is one for all their months."""
    for row in records(rounding(scenario)):
        what = f"{row.step} loses {row.person_months:.0f} person-months: what comes or goes inside it does not stand in it ({row.largest})"
        split = f"split the phase at {row.split_at}, which wins back {row.won:.0f}, or write" if row.split_at else "write"
        yield Problem("warning", scenario.mark("phases", row.phase), what, f"{split} calendar: {{step: auto}}, which loses none")


def _alone(scenario: Scenario, admitted: Placements) -> Iterator[Problem]:
    """Yield the minima that must survive the loss of any one nation, and that only one nation can fill."""
    lines, needs = scenario.frames["requirements"], scenario.frames["needs"]
    backed = {line for backs in lines["backs"] for line in backs}
    asking = lines.index[lines["n_minus_1"].astype(bool) & (lines["loss_of"] == "nation") & ~lines.index.isin(backed)]
    wanted = needs[(needs["minimum"] > 0) & needs["requirement"].isin(asking)]
    chosen = admitted.chosen[["requirement", "nation"]].iloc[admitted.gives["a"]].reset_index(drop=True)
    given = chosen.assign(capability=admitted.gives["capability"]).drop_duplicates()
    for line, capability in sorted(set(zip(wanted["requirement"], wanted["capability"], strict=True))):
        who = given.loc[(given["requirement"] == line) & (given["capability"] == capability), "nation"]
        if len(who) == 1:
            what = f"{line} must survive the loss of any one nation, and only {who.iloc[0]} can provide {capability} there"
            yield Problem(
                "note", scenario.mark("requirements", line), what, "its whole minimum counts in resilience_gap, whatever is planned"
            )
