"""Who stands where from month to month: the tours of one pool, set against the places that its posture asks for.

Nobody leaves a place before his tour is over or the place is given up, unless somebody else can be placed only so; who came first is
relieved first. Where the tours are not given, one begins when a place would be empty and a unit has rested: the schedule is drawn, and
what it leaves empty is said.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from planner.rules._matching import Matching
from planner.scenario import Step

Place: TypeAlias = tuple[str, str, str]  # offer under which it is decided, line, site
Post: TypeAlias = tuple[str, str]  # line, site: who holds a place there does not see under which offer it is decided
Tour: TypeAlias = tuple[int, int]  # month in which it begins, number of the fleet it is of
Hold: TypeAlias = dict[tuple[Tour, Place], int]
May: TypeAlias = Callable[[str, Place, int], bool]  # whether a tour of an offer may hold a place in a step


@dataclass(frozen=True)
class Fleet:
    """The units of one tier: away for `tour` months, the last `overlap` of them in relief, and free again `cycle` months after they left.

    `usable` says in which steps the tier may be used; `home[p]` how many of its units are at work on their own soil.
    """

    offer: str
    tier: str
    units: int
    tour: int
    overlap: int
    cycle: int
    usable: tuple[bool, ...]
    home: tuple[int, ...]

    def stands(self, begins: int, month: int) -> bool:
        """Say whether a tour that begins in one month holds a place in another: who is being relieved no longer does."""
        return begins <= month < begins + self.tour - self.overlap


@dataclass(frozen=True)
class Stand:
    """Units of one tour at one post from month `first` to before `until`, and the tour whose place they take."""

    tour: Tour
    post: Post
    units: int
    first: int
    until: int
    relieves: Tour | None


@dataclass(frozen=True)
class Schedule:
    """The tours of a pool that begin, who stands where, and what nobody holds (units by place and month)."""

    starts: Mapping[Tour, int]
    stands: tuple[Stand, ...]
    missing: Mapping[tuple[Place, int], int]


def draw(
    fleets: Sequence[Fleet], asked: Sequence[Mapping[Place, int]], may: May, steps: Sequence[Step], starts: Mapping[Tour, int] | None = None
) -> Schedule:
    """Return the schedule of a pool.

    Parameters
    ----------
    asked
        Units at each place, one mapping a step.
    starts
        The tours that begin; None where they are to be drawn.
    """
    table = _Table(fleets, may, dict(starts or {}))
    for p, step in enumerate(steps):
        for month in range(step.first_month, step.until_month):
            table.month(month, p, asked[p], _rested(fleets, table.starts, month, steps) if starts is None else {})
    table.book({}, steps[-1].until_month)
    return Schedule({tour: n for tour, n in table.starts.items() if n}, tuple(table.closed), table.missing)


def spare(fleet: Fleet, f: int, starts: Mapping[Tour, int], month: int) -> int:
    """Return the units of a fleet that are neither away nor resting in a month."""
    return fleet.units - sum(n for (begins, g), n in starts.items() if g == f and begins <= month < begins + fleet.cycle)


def _rested(fleets: Sequence[Fleet], starts: Mapping[Tour, int], month: int, steps: Sequence[Step]) -> dict[Tour, int]:
    """Return the tours that could begin: units that have rested, and are not wanted on their own soil before they would have again."""
    found = {}
    for f, fleet in enumerate(fleets):
        ahead = [fleet.home[p] for p, step in enumerate(steps) if step.until_month > month and step.first_month < month + fleet.cycle]
        found[month, f] = spare(fleet, f, starts, month) - max(ahead, default=0)
    return {tour: n for tour, n in found.items() if n > 0}


@dataclass
class _Table:
    """The places of a pool while the months go by: who holds them, who is open in the book, what is closed, what was missing."""

    fleets: Sequence[Fleet]
    may: May
    starts: dict[Tour, int]
    hold: Hold = field(default_factory=dict)
    posts: dict[tuple[Tour, Post], int] = field(default_factory=dict)
    open: dict[tuple[Tour, Post], deque[Stand]] = field(default_factory=lambda: defaultdict(deque))
    closed: list[Stand] = field(default_factory=list)
    missing: dict[tuple[Place, int], int] = field(default_factory=dict)

    def month(self, month: int, step: int, asked: Mapping[Place, int], rested: Mapping[Tour, int]) -> None:
        """Fill the places of a month: who stands stays, who is idle fills in, who has rested comes."""
        there = sorted(t for t in self.starts if self.fleets[t[1]].usable[step] and self.fleets[t[1]].stands(t[0], month))
        fresh = {t: n for t, n in rested.items() if self.fleets[t[1]].usable[step]}
        offer = {t: self.fleets[t[1]].offer for t in (*there, *fresh)}
        now = Matching({t: self.starts[t] for t in there} | fresh, asked, lambda tour, place: self.may(offer[tour], place, step))
        now.keep(dict(sorted(self.hold.items())))
        now.fill(there, lambda tour, place: (tour, place[1:]) in self.posts)
        for tours in (there, list(fresh)):
            now.fill(tours, lambda tour, place: offer[tour] == place[0])
            now.fill(tours, lambda tour, place: True)
        now.improve()
        self.starts |= {tour: n - now.idle[tour] for tour, n in fresh.items() if n > now.idle[tour]}
        self.book(now.hold, month)
        self.missing |= {(place, month): n for place, n in now.vacant.items() if n > 0}

    def book(self, hold: Hold, month: int) -> None:
        """Close the stands of who leaves and open those of who comes, first come first relieved."""
        posts: dict[tuple[Tour, Post], int] = defaultdict(int)
        for (tour, place), units in hold.items():
            posts[tour, place[1:]] += units
        left: dict[Post, deque[tuple[Tour, int]]] = defaultdict(deque)
        for tour, post in sorted(self.posts):
            gone = self.posts[tour, post] - posts.get((tour, post), 0)
            if gone > 0:
                left[post].append((tour, gone))
                self._close(self.open[tour, post], gone, month)
        for tour, post in sorted(posts):
            self._open(tour, post, posts[tour, post] - self.posts.get((tour, post), 0), left[post], month)
        self.hold, self.posts = hold, dict(posts)

    def _open(self, tour: Tour, post: Post, come: int, left: deque[tuple[Tour, int]], month: int) -> None:
        while come > 0:
            relieved, units = left.popleft() if left else (None, come)
            taken = min(come, units)
            self.open[tour, post].append(Stand(tour, post, taken, month, month, relieved))
            come -= taken
            if relieved is not None and units > taken:
                left.appendleft((relieved, units - taken))

    def _close(self, stands: deque[Stand], units: int, month: int) -> None:
        while units > 0:
            stand = stands.popleft()
            taken = min(units, stand.units)
            self.closed.append(replace(stand, units=taken, until=month))
            units -= taken
            if stand.units > taken:
                stands.appendleft(replace(stand, units=stand.units - taken))
