"""Time: dates and phases into months, months into steps.

Months count from the start of the calendar. Posture is constant inside a step, and what is usable for a part of a month only is not
usable in it: so a beginning is rounded up to a whole month and an end down.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from planner.frames import NEVER
from planner.scenario.document import Path
from planner.scenario.resolve.names import Names
from planner.scenario.scenario import DAYS_A_MONTH, Step
from planner.scenario.schema.times import ISO, days_from_d
from planner.scenario.schema.values import YEARS

MOST_MONTHS = 600  # fifty years


@dataclass(frozen=True)
class Span:
    """The months of a phase."""

    first: int
    months: int


class Months:
    """The calendar of a document: points in time as months."""

    def __init__(self, names: Names) -> None:
        calendar = names.file.calendar
        self.names, self.start, self.d_day = names, calendar.start, calendar.d_day
        self.phases: dict[str, Span] = {}
        self.horizon = 0
        for name, phase in calendar.phases.items():
            self.phases[name] = Span(self.horizon, phase.months)
            self.horizon += phase.months
        self.sound = self.horizon <= MOST_MONTHS  # beyond it, months have no dates
        self._judge()
        self.alert = self.day(calendar.alert, ("calendar", "alert")) or self.d_day

    def _judge(self) -> None:
        if self.start.day != 1:
            self.names.error(
                ("calendar", "start"),
                f"the calendar starts on {self.start}",
                f"start on the first day of a month: {self.start.replace(day=1)}",
            )
        if not self.sound:
            self.names.error(("calendar", "phases"), f"the phases span {self.horizon} months", f"at most {MOST_MONTHS}")
        if not self.start <= self.d_day < self.first_day(min(self.horizon, MOST_MONTHS)):
            what = f"D-day, {self.d_day}, lies outside the calendar ({self.start} and {self.horizon} months)"
            self.names.error(("calendar", "d_day"), what, "put it on or after the start, and before the last phase ends")

    def first_day(self, month: int) -> date:
        """Return the first day of a month of the calendar."""
        years, index = divmod(self.start.month - 1 + month, 12)
        return date(self.start.year + years, index + 1, 1)

    def day(self, point: str, path: Path) -> date | None:
        """Return the day of a point in time: the first of a phase, an ISO date, D+30; None (an error) if there is no such point."""
        if point in self.phases:
            return self.first_day(self.phases[point].first)
        if ISO.fullmatch(point):
            return date.fromisoformat(point)
        if (days := days_from_d(point)) is not None:
            return self._from_d_day(days, point, path)
        self.names.check("phase", point, path)
        return None

    def _from_d_day(self, days: int, point: str, path: Path) -> date | None:
        """Return the day so many days from D-day; an error if that is no day of a plan, or none of any calendar."""
        ordinal = self.d_day.toordinal() + days
        found = date.fromordinal(ordinal) if date.min.toordinal() <= ordinal <= date.max.toordinal() else None
        if found and YEARS[0] <= found.year <= YEARS[1]:
            return found
        self.names.error(path, f"{point} is no date of a plan: D-day is {self.d_day}", f"write a point from {YEARS[0]} to {YEARS[1]}")
        return None

    def month_from(self, day: date) -> int:
        """Return the first whole month at or after a day; 0 for what lies before the calendar."""
        month = self._month(day) + (day.day > 1)
        return min(max(month, 0), NEVER)

    def month_until(self, day: date) -> int:
        """Return the month in which a day lies: the first that is no longer whole before it."""
        return min(max(self._month(day), 0), NEVER)

    def first(self, point: str | None, path: Path) -> int:
        """Return the month of a `from`: rounded up; 0 if not said."""
        day = self.day(point, path) if point is not None else None
        return 0 if day is None else self._begins(day, path)

    def until(self, point: str | None, path: Path) -> int:
        """Return the month of an `until`, the first that is no longer in: rounded down; NEVER if not said."""
        day = self.day(point, path) if point is not None else None
        return NEVER if day is None else self.month_until(day)

    def span(self, begin: str | None, end: str | None, path: Path) -> tuple[int, int]:
        """Return first and until of the thing at `path`; one that ends before it begins is an error."""
        first = self.day(begin, (*path, "from")) if begin is not None else None
        until = self.day(end, (*path, "until")) if end is not None else None
        if first and until and until <= first:
            who = next(str(k) for k in reversed(path) if isinstance(k, str))
            what = f"{who} ends on {until}, " + (f"and begins only on {first}" if until < first else "the day it begins")
            self.names.error((*path, "until"), what, "put until after from, or leave one of the two out")
        return 0 if first is None else self._begins(first, (*path, "from")), NEVER if until is None else self.month_until(until)

    def _begins(self, day: date, path: Path) -> int:
        """Return the month of a beginning; one after the last month is a warning, for nothing comes of it."""
        month = self.month_from(day)
        if self.sound and month >= self.horizon:
            end = self.first_day(self.horizon) - timedelta(days=1)
            what = f"{day} lies after the calendar, which ends on {end}"
            self.names.warn(path, what, "look at the year, or lengthen the last phase", value=True)
        return month

    def after_notice(self, days: float) -> int:
        """Return the first whole month in which a unit of that notice can stand, counted from the alert."""
        return self.month_from(self.alert + timedelta(days=days))

    def _month(self, day: date) -> int:
        return (day.year - self.start.year) * 12 + day.month - self.start.month

    def steps(self, kind: str, cuts: Iterable[int] = ()) -> tuple[Step, ...]:
        """Return the steps: one a phase, one a month, or phases cut at the months in `cuts`."""
        if kind == "phase":
            return tuple(Step(name, name, span.first, span.months) for name, span in self.phases.items())
        wanted = range(self.horizon) if kind == "month" else set(cuts)
        return tuple(self._cut(wanted))

    def _cut(self, cuts: Iterable[int]) -> Iterator[Step]:
        for name, span in self.phases.items():
            until = span.first + span.months
            edges = sorted({span.first, until, *(c for c in cuts if span.first < c < until)})
            for first, end in pairwise(edges):
                label = name if len(edges) == 2 else f"{name} {self.first_day(first):%Y-%m}"
                yield Step(label, name, first, end - first)


def notice_months(days: float) -> int:
    """Return notice in whole months, rounded up, where it counts from a condition's month."""
    return ceil(days / DAYS_A_MONTH - 1e-9)


def changes(names: Names, months: Months) -> set[int]:
    """Return the months in which anything begins or ends that says what may stand: where `step: auto` cuts phases.

    That is an offer (its notice counted from the alert, or from the condition before which nothing moves), the works that open a site
    or make it grow, a caveat, a host's consent, a condition, and a pin.
    """
    file, quiet = names.file, Months(Names(names.document, names.file, []))  # wrong phases are told where the thing itself is resolved
    spans = [(c.from_, c.until) for block in (file.caveats, file.hosts, file.conditions) for c in block.values()]
    spans += [(pin.from_, pin.until) for pin in file.pins]
    rows = [row for offer in file.offers.values() for row in offer]
    found = {quiet.first(begin, ()) for begin, _ in spans}
    found |= {quiet.until(end, ()) for end in (*(end for _, end in spans), *(row.until for row in rows))}
    for row in rows:
        found.add(max(quiet.first(row.from_, ()), months.after_notice(row.notice_days)))
        starts = (file.conditions[c] for clause in row.requires for c in clause if c in file.conditions)
        found |= {quiet.first(c.from_, ()) + notice_months(row.notice_days) for c in starts if c.starts_notice}
    sites = file.sites.values()
    found |= {quiet.first(e.works_from, ()) + e.months for s in sites for e in s.expansion}
    return found | {quiet.first(s.works_from, ()) + (s.opening.months if s.opening else 0) for s in sites if not s.existing}
