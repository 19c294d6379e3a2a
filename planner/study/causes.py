"""What a cause of a shortfall is: the answer of one offer to the question where its units are."""

from dataclasses import dataclass

from planner.scenario import Mark

ORDER = ("condition", "caveat", "consent", "date", "room", "reception", "ceiling", "other line", "idle", "offer", "need", "n.a.")
EPS = 1e-6


@dataclass(frozen=True)
class Cause:
    """Why units do not serve: kind, nation and offer, what stands in the way and whose it is, units concerned, what one would give.

    `kind` is condition, caveat, consent, date, room, reception, ceiling, other line, idle or offer (all that is offered stands, or
    nothing is).
    `subject`: condition, line, or the barring rule in words ("limit <area> <name>" where an area is full); of an offer "terms", "area" or
    "cycle", or nothing where all of it stands.
    `pledged`: units offered, or a ceiling's amount; `month`: when it would end, None if never. `source` and `confidence`: of the caveat
    or the host that stands in the way.
    """

    kind: str
    nation: str = ""
    offer: str = ""
    unit_type: str = ""
    subject: str = ""
    owner: str = ""
    units: float = 0.0
    gives: float = 0.0
    pledged: float = 0.0
    month: int | None = None
    mark: Mark | None = None
    source: str = ""
    confidence: str = ""
