"""Values that may be written in more than one shape: one branch is picked by the look of the value, so that one slip is one error.

A tag in angle brackets names the branch; it is no part of a path in the document.
"""

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag

from planner.scenario import units
from planner.scenario.schema.quantities import Latitude, Longitude, Money, OfCapability, OfCounted, PersonsAMonth
from planner.scenario.schema.record import Short, as_list, shown, slip
from planner.scenario.schema.selector import Selector
from planner.scenario.schema.values import Id, Ids

PAIR = 2


def _mapping_or(other: str) -> Discriminator:
    return Discriminator(lambda value: "<mapping>" if isinstance(value, dict | Selector) else other)


def _pair(value: Any) -> Any:
    """Read latitude and longitude; a text parts them by a semicolon."""
    parts = [part.strip() for part in value.split(",")] if isinstance(value, str) and ";" not in value else []
    if len(parts) > 1 and all(units.number(part) is not None for part in parts):
        hint = f"separate them by a semicolon: {'; '.join(parts)}" if len(parts) == PAIR else "as in 49.84; 24.03, with points for decimals"
        raise slip(f"expected latitude and longitude, got {shown(value)}", hint)
    return as_list(value)


Coordinates: TypeAlias = Annotated[tuple[Latitude, Longitude], Short(_pair)]
Sites: TypeAlias = Annotated[Annotated[Ids, Tag("<list>")] | Annotated[Selector, Tag("<mapping>")], _mapping_or("<list>")]

# An amount for every phase, or one a phase.
PhaseAmounts: TypeAlias = dict[Id, OfCapability]
PerPhase: TypeAlias = Annotated[
    Annotated[OfCounted, Tag("<number>")] | Annotated[dict[Id, OfCounted], Tag("<mapping>")], _mapping_or("<number>")
]
MoneyPerPhase: TypeAlias = Annotated[
    Annotated[Money, Tag("<number>")] | Annotated[dict[Id, Money], Tag("<mapping>")], _mapping_or("<number>")
]
PersonsPerPhase: TypeAlias = Annotated[
    Annotated[PersonsAMonth, Tag("<number>")] | Annotated[dict[Id, PersonsAMonth], Tag("<mapping>")], _mapping_or("<number>")
]
