"""Which parts of a scenario cannot hold together, in a planner's words: from the rows that a solver proved to be in conflict."""

from collections.abc import Iterable, Iterator, Sequence

from planner.decisions import Key, Label
from planner.rules.pins import meant
from planner.scenario import Scenario

KINDS = {  # kind of row → what it holds, and which frame its first part is of
    "sites_room": ("the room there", "sites"),
    "sites_order": ("a site grows in the order of its steps", "sites"),
    "sites_open": ("a site holds units only once it is opened", ""),
    "sites_host": ("the ceiling that the host sets", ""),
    "derived_hard": ("the line is hard: what it gives limits those whom it serves", "requirements"),
    "areas": ("the limit of the area", ""),
    "rotation_offer": ("what the offer supplies", "offers"),
    "rotation_pool": ("what the units in the cycle sustain", ""),
    "rotation_rest": ("units rest between tours", "offers"),
    "rotation_cycle": ("a unit serves a tour and then rests", "offers"),
    "rotation_season": ("tours begin only while the conditions of the tier hold", "offers"),
    "rotation_relief": ("somebody on a tour holds every place in every month", ""),
    "rotation_home": ("who works at home is in the cycle too", "offers"),
    "rotation_run": ("what the offer's tier supplies", "offers"),
    "held_tier": ("what an offer has while its conditions hold", "offers"),
    "movement": ("what the site takes in before the step", "sites"),
    "coverage_share": ("the share that substitutes may fill", ""),
    "command_nations": ("how many nations may share the line", "requirements"),
    "command_share": ("the share that a lead nation must bring", "requirements"),
    "command_under": ("a caveat that rules out a lead", "caveats"),
    "command_apart": ("nations that do not share a line or site", ""),
    "command_with": ("a nation that comes only with another", ""),
    "command_both": ("nations that come only together", ""),
    "persistence_rise": ("what was agreed of a nation that is not changed", "offers"),
    "persistence_fall": ("what was agreed of a nation that is not changed", "offers"),
    "persistence_nations": ("how many nations may be changed", ""),
    "sustainment_hard": ("the line that carries the supplies is hard: nothing may come nowhere", "sites"),
    "sustainment_hub": ("what may pass the site a day", "sites"),
    "sustainment_route": ("what the route carries", "routes"),
    "sustainment_balance": ("what comes there is used there or goes on", "sites"),
    "conditions_clause": ("units that wait for a condition", "offers"),
}
IN_MONTHS = frozenset({"rotation_cycle", "rotation_relief", "rotation_season"})  # whose key ends with a month: told once for all
LIMITS = "what may stand of it at all: the units, dates, conditions, cycle and room of each offer that it selects"


def sentences(scenario: Scenario, rows: Iterable[Label]) -> tuple[str, ...]:
    """Return one sentence a row, each once, in the order of the rows: what must hold, for what, in which step, and where it is written.

    Where pins alone are left, what they clash with is no row but how much may stand at all.
    """
    told = [(kind, key[:-1] if kind in IN_MONTHS else key) for kind, key in rows]
    alone = (LIMITS,) if told and all(kind.startswith("pins_") for kind, _ in told) else ()
    return tuple(dict.fromkeys((*(_sentence(scenario, kind, key) for kind, key in told), *alone)))


def _sentence(scenario: Scenario, kind: str, key: Key) -> str:
    if kind in {"pins_least", "pins_most"}:
        pin = scenario.pins[int(key[0])]
        asked = f"at least {pin.at_least:g}" if kind == "pins_least" else f"at most {pin.at_most:g}"
        return f"{_at(pin.mark)}{asked} units of {meant(pin.select)} are pinned in {_step(scenario, key[-1])}"
    says, frame = KINDS.get(kind, (f"the rule {kind.partition('_')[0]}", ""))
    where = _at(scenario.mark(frame, str(key[0]))) if frame else ""
    return f"{where}{' / '.join(_names(scenario, key))}: {says}"


def _at(mark: object) -> str:
    return f"{mark}: " if mark else ""


def _names(scenario: Scenario, key: Sequence[str | int]) -> Iterator[str]:
    """Yield the parts of a key; a number is a step."""
    for part in key:
        yield part if isinstance(part, str) else _step(scenario, part)


def _step(scenario: Scenario, step: str | int) -> str:
    return scenario.steps[step].name if isinstance(step, int) and 0 <= step < len(scenario.steps) else str(step)
