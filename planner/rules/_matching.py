"""Tours and places of one month: as many places held as can be, and nobody moved without need."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import pairwise
from typing import Generic, TypeVar

Tour = TypeVar("Tour", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)


class Matching(Generic[Tour, Place]):
    """Which tours hold which places; both in units, for units of one tour and of one place are alike.

    `hold` says how many units of a tour hold a place, `idle` how many of a tour hold none, `vacant` how many of a place nobody holds.
    """

    def __init__(self, units: Mapping[Tour, int], asked: Mapping[Place, int], may: Callable[[Tour, Place], bool]) -> None:
        self.idle, self.vacant, self.may = dict(units), dict(asked), may
        self.hold: dict[tuple[Tour, Place], int] = {}

    def keep(self, before: Mapping[tuple[Tour, Place], int]) -> None:
        """Let whoever held a place hold it on, who came last first, as far as the place is asked for and he is still there and may."""
        for (tour, place), units in reversed(list(before.items())):
            if tour in self.idle and place in self.vacant and self.may(tour, place):
                self._take(tour, place, min(units, self.idle[tour], self.vacant[place]))

    def fill(self, tours: Iterable[Tour], suits: Callable[[Tour, Place], bool]) -> None:
        """Let idle units take vacant places that suit them, in the order given."""
        for tour in tours:
            for place in self.vacant:
                if suits(tour, place) and self.may(tour, place):
                    self._take(tour, place, min(self.idle[tour], self.vacant[place]))

    def improve(self) -> None:
        """Let others make room for who is idle, until no chain of moves fills one more place (augmenting paths, shortest first)."""
        while any(self.idle.values()) and any(self.vacant.values()) and (chain := self._chain()):
            ends = [self.idle[chain[0][0]], self.vacant[chain[-1][1]]]
            units = min([*ends, *(self.hold[tour, place] for (_, place), (tour, _) in pairwise(chain))])
            for (_, place), (tour, _) in pairwise(chain):
                self._leave(tour, place, units)
            for tour, place in chain:
                self._take(tour, place, units)

    def _chain(self) -> list[tuple[Tour, Place]]:
        """Return moves (tour, place it takes), an idle tour first, each taking the place of the next one, the last a vacant place."""
        came: dict[Tour, tuple[Tour, Place] | None] = {tour: None for tour, units in self.idle.items() if units}
        queue, seen = deque(came), set[Place]()
        while queue:
            tour = queue.popleft()
            for place in self.vacant:
                if place in seen or not self.may(tour, place):
                    continue
                seen.add(place)
                if self.vacant[place]:
                    return self._back(came, tour, place)
                for other in [t for t, p in self.hold if p == place and t not in came]:
                    came[other] = (tour, place)
                    queue.append(other)
        return []

    def _back(self, came: Mapping[Tour, tuple[Tour, Place] | None], tour: Tour, place: Place) -> list[tuple[Tour, Place]]:
        chain = [(tour, place)]
        while (before := came[chain[0][0]]) is not None:
            chain.insert(0, before)
        return chain

    def _take(self, tour: Tour, place: Place, units: int) -> None:
        if units > 0:
            self.idle[tour] -= units
            self.vacant[place] -= units
            self.hold[tour, place] = self.hold.get((tour, place), 0) + units

    def _leave(self, tour: Tour, place: Place, units: int) -> None:
        self.idle[tour] += units
        self.vacant[place] += units
        self.hold[tour, place] -= units
        if not self.hold[tour, place]:
            del self.hold[tour, place]
