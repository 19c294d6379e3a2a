"""What an earlier round offered and the round that is planned with does not: tables merge by id, so it is planned with still."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.scenario import Problem, Scenario

NAMED = 3  # offers that a sentence names; the others are counted


def left_over(scenario: Scenario) -> Iterator[Problem]:
    """Yield a warning for each table of an earlier round from which offers come that the latest that is read has no more."""
    rounds = [r for r in scenario.kept.get("rounds", ()) if r.get("offers")]
    planned = [(r, _from(scenario, r)) for r in rounds]
    read = [i for i, (_, offers) in enumerate(planned) if offers]
    for i in read[:-1]:
        now, offers = planned[read[-1]][0], planned[i][1]
        named = ", ".join(offers[:NAMED]) + (f" and {len(offers) - NAMED} more" if len(offers) > NAMED else "")
        comes, them = ("comes", "it") if len(offers) == 1 else ("come", "them")
        what = f"{named} {comes} from {planned[i][0]['offers']}; the round {now['name']}, with {now['offers']}, does not offer {them}"
        yield Problem(
            "warning",
            scenario.mark("offers", offers[0]),
            what,
            f"name {planned[i][0]['offers']} in a file of its round, not in the one that all rounds extend",
        )


def _from(scenario: Scenario, one: dict[str, Any]) -> list[str]:
    """Return the offers that come from the table of a round."""
    marks = {str(offer): scenario.mark("offers", str(offer)) for offer in scenario.frames["offers"].index}
    return [offer for offer, mark in marks.items() if mark and Path(mark.file).match(one["offers"])]
