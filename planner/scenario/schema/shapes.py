"""Values that may be written in more than one shape: one branch is picked by the look of the value, so that one slip is one error.

A tag in angle brackets names the branch; it is no part of a path in the document.
"""

from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag

from planner.scenario.schema.quantities import Money, OfCapability, OfCounted, PersonsAMonth
from planner.scenario.schema.selector import Selector
from planner.scenario.schema.values import Id, Ids


def _mapping_or(other: str) -> Discriminator:
    return Discriminator(lambda value: "<mapping>" if isinstance(value, dict | Selector) else other)


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
