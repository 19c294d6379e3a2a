"""Values that may be written in more than one shape: one branch is picked by the look of the value, so that one slip is one error.

A tag in angle brackets names the branch; it is no part of a path in the document.
"""

from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag

from planner.scenario.schema.selector import Selector
from planner.scenario.schema.values import Amount, Id, Ids


def _mapping_or(other: str) -> Discriminator:
    return Discriminator(lambda value: "<mapping>" if isinstance(value, dict | Selector) else other)


Sites: TypeAlias = Annotated[Annotated[Ids, Tag("<list>")] | Annotated[Selector, Tag("<mapping>")], _mapping_or("<list>")]

# An amount for every phase, or one a phase.
PhaseAmounts: TypeAlias = dict[Id, Amount]
PerPhase: TypeAlias = Annotated[Annotated[Amount, Tag("<number>")] | Annotated[PhaseAmounts, Tag("<mapping>")], _mapping_or("<number>")]
