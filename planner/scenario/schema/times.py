"""How points in time are spelt: dates, spans from D-day and names of phases; and what a date or a span in another form was meant for."""

import re
from datetime import date

FROM_D = re.compile(r"D(?:\s*([+-])\s*([0-9]{1,5})\s*(d|days?|w|weeks?)?)?")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BEGUN = r"D\s*[+-]|d\s*[+-]\s*[0-9]"  # what begins as a span does is a span or a slip, and never a name
POINT = re.compile(rf"{FROM_D.pattern}|{ISO.pattern}|(?!{BEGUN})[^\W\d][\w .-]*")
SPAN = re.compile(r"d\s*([+-])\s*(.*)", re.IGNORECASE | re.DOTALL)
DAY_ITSELF = re.compile(r"d[\s-]*day", re.IGNORECASE)
IN_MONTHS = re.compile(r"[0-9.]+\s*(?:m|mo|mth|months?)", re.IGNORECASE)
IN_DAYS = re.compile(r"([0-9]{1,5})\s*(d|days?|w|wks?|weeks?)?", re.IGNORECASE)
DAYS_A_WEEK = 7
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
SHORTEST_MONTH = 3  # letters that tell a month
PARTS = re.compile(r"[\s./,-]+")  # what stands between the parts of a date


def days_from_d(point: str) -> int | None:
    """Return the days from D-day that a point in time says; None for a date or a name."""
    found = FROM_D.fullmatch(point)
    if found is None:
        return None
    sign, count, unit = found.groups()
    days = int(count or 0) * (DAYS_A_WEEK if (unit or "").startswith("w") else 1)
    return -days if sign == "-" else days


def reads_as_time(name: str) -> bool:
    """Say whether a name would be read as a date or as a span from D-day, so that nothing can be called so."""
    return bool(FROM_D.fullmatch(name) or ISO.fullmatch(name) or re.match(BEGUN, name))


def other_point(written: str) -> str:
    """Return what to write in place of a text that is no point in time."""
    if DAY_ITSELF.fullmatch(written):
        return "write D for D-day itself"
    span = SPAN.fullmatch(written)
    if span and (plain := IN_DAYS.fullmatch(span[2])):
        return f"write D{span[1]}{plain[1]}{' weeks' if (plain[2] or '').lower().startswith('w') else ''}"
    if span and IN_MONTHS.fullmatch(span[2]):
        return "months differ in length: write days or weeks (D-60, D-6 weeks), or the name of a phase"
    if span:
        return "write whole days or weeks from D-day, as in D+30 or D-6 weeks"
    if meant := other_date(written):
        return f"write {meant}"
    return "write a date (2026-03-01), days or weeks from D-day (D+30, D-60, D-6 weeks) or the name of a phase"


def other_date(written: str) -> date | None:
    """Return the date that a text in another form than ISO is meant for, if it can be read in one way only.

    `15 Feb 2027` and `15.02.2027` can; `03/04/2027` is April to some and March to others.
    """
    parts = [part for part in PARTS.split(written.strip()) if part]
    years = [n for n, part in enumerate(parts) if re.fullmatch("[0-9]{4}", part)]
    if len(parts) != 3 or len(years) != 1 or years[0] == 1:
        return None
    year = parts.pop(years[0])
    one, other = parts
    readings = {d for d in (_date(year, one, other), _date(year, other, one)) if d}
    return readings.pop() if len(readings) == 1 else None


def _date(year: str, month: str, day: str) -> date | None:
    number = next((n for n, name in enumerate(MONTHS, 1) if len(month) >= SHORTEST_MONTH and name.startswith(month.casefold())), None)
    try:
        return date(int(year), number or int(month), int(re.sub(r"(?<=[0-9])(st|nd|rd|th)$", "", day)))
    except ValueError:
        return None
