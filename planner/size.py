"""How large a scenario is, for whoever it was too large for."""

from collections.abc import Iterator
from contextlib import contextmanager

from planner.scenario import Scenario


@contextmanager
def told(scenario: Scenario) -> Iterator[None]:
    """Let memory that runs out within say of what scenario: how many placements there are to look at, and in how many steps."""
    try:
        yield
    except MemoryError as fault:
        offers, lines, sites = (len(scenario.frames[name]) for name in ("offers", "requirements", "sites"))
        triples = f"{offers * lines * sites:,}".replace(",", " ")
        named = f"{offers} offers on {lines} lines at {sites} sites, {len(scenario.steps)} steps"
        raise MemoryError(f"{triples} placements of {named}") from fault
