"""How a report writes numbers, shares, dates and text that others wrote."""

import math
import unicodedata
from collections.abc import Sequence
from datetime import date

THIN = "\u202f"  # narrow no-break space: between thousands, and before %
MINUS = "\u2212"
NONE = "–"
GLYPHS = ("●", "◆", "▼", "▼▼")
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
MONTHS = tuple(name[:3] for name in NAMES)

PLURAL = {
    "aircraft": "aircraft",
    "t/day": "t/day",
    "person": "persons",
    "company": "companies",
    "battery": "batteries",
    "personnel": "personnel",
}
SHORT = {"company": "coy", "aircraft": "a/c", "battery": "bty", "person": "pers", "t/day": "t/d", "battalion": "bn", "detachment": "det",
         "vehicle": "veh", "flight": "flt", "squadron": "sqn", "facility": "fac", "troop": "trp"}  # fmt: skip


def inert(text: object, most: int = 200) -> str:
    """Return scenario text in one line without control or direction characters: nothing in it can move a cursor or turn a line round."""
    kept = ("" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} and not c.isspace() else c for c in str(text))
    said = " ".join("".join(kept).split())
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def whole(value: float) -> str:
    """Return a whole number: 12 940, −650."""
    if not math.isfinite(value):
        return NONE
    number = round(value)
    return (MINUS if number < 0 else "") + f"{abs(number):,}".replace(",", THIN)


def amount(value: float, digits: int = 1) -> str:
    """Return a number with at most so many decimals, none where it is whole: 24, 5.4, 0.05."""
    if not math.isfinite(value):
        return NONE
    rounded = round(value, digits)
    if rounded == round(rounded):
        return whole(rounded)
    return (MINUS if rounded < 0 else "") + f"{abs(rounded):,.{digits}f}".replace(",", THIN)


def fixed(value: float, digits: int) -> str:
    """Return a number with exactly so many decimals."""
    if not math.isfinite(value):
        return NONE
    return (MINUS if round(value, digits) < 0 else "") + f"{abs(value):,.{digits}f}".replace(",", THIN)


def signed(value: float, digits: int = 0) -> str:
    """Return a number with its sign, with at most so many decimals: +650, −650, +2.5."""
    return ("+" if round(value, digits) >= 0 else "") + amount(value, digits)


def apart(one: float, other: float) -> int:
    """Return the fewest decimals, one at least, that tell two numbers apart: 4.96 of 5, never 5 of 5 where something is missing."""
    return next((d for d in (1, 2, 3) if amount(one, d) != amount(other, d)), 1 if one == other else 4)


def distance(value: float, in_persons: bool) -> str:  # noqa: FBT001  # persons are whole
    """Return how far something is from its threshold, as its line has it: 650 persons, else 2.5, never 0 where it is not."""
    return whole(value) if in_persons else amount(value, apart(value, 0.0))


def percent(share: float, digits: int = 0) -> str:
    """Return a share as a percentage, never rounded up to 100 nor down to 0: a full line is full."""
    return share_number(share, digits) + THIN + "%"


def share_number(share: float, digits: int = 0) -> str:
    """Return a share in points of 100 without the sign of per cent."""
    if not math.isfinite(share):
        return NONE
    unit = 10.0**-digits
    points = round(share * 100, digits)
    if points >= 100 and share < 1 - 1e-6:
        points = 100 - unit
    if points <= 0 and share > 1e-6:
        points = unit
    return f"{points:.{digits}f}"


def points(shares: Sequence[float]) -> list[int]:
    """Return shares of a whole in whole points that add up to 100: nothing that is there is 0. All 0 where nothing is there."""
    total = sum(shares)
    if total <= 0:
        return [0] * len(shares)
    exact = [100 * share / total for share in shares]
    found = [max(math.floor(x + 1e-9), 1 if x > 1e-9 else 0) for x in exact]
    while sum(found) != 100:
        step = 1 if sum(found) < 100 else -1
        may = [i for i, point in enumerate(found) if step > 0 or point > 1]
        found[max(may, key=lambda i: (step * (exact[i] - found[i]), -i))] += step
    return found


def people(value: float) -> str:
    """Return persons in a table: a dash for nobody."""
    return NONE if round(value) == 0 else whole(value)


def plural(unit: str, count: float = 2) -> str:
    """Return a unit of count as it is said with a number."""
    if abs(count) == 1 or "/" in unit:  # t/day stays
        return unit
    head, of, rest = unit.partition(" of ")  # detachments of four
    if of:
        return plural(head, count) + of + rest
    before, space, last = unit.rpartition(" ")
    if last in PLURAL:  # patrol aircraft
        return before + space + PLURAL[last]
    if unit.endswith("s") and not unit.endswith("ss"):  # staff officers are many already
        return unit
    if unit.endswith(("ss", "sh", "ch", "x")):
        return unit + "es"
    return unit[:-1] + "ies" if unit.endswith("y") and unit[-2:-1] not in "aeiou" else unit + "s"


def brief_unit(unit: str) -> str:
    """Return a unit in at most four characters."""
    return SHORT.get(unit, unit[:4])


def things(count: float, unit: str) -> str:
    """Return a count with its unit: 4 ships, 1 company, 2.6 batteries, 0.4 of one battery."""
    return f"{amount(count)} of one {unit}" if is_part(count, unit) else f"{amount(count)} {plural(unit, count)}"


def serving(count: float, unit: str) -> str:
    """Return units that serve, on average over a cycle: "2 battlegroups"; of less than one "1 battlegroup at times"."""
    return f"1 {unit} at times" if is_part(count, unit) else f"{amount(count)} {plural(unit, count)}"


def is_part(count: float, unit: str) -> bool:
    """Say whether a count is a part of one thing; what is measured, as t/day, has no parts."""
    return 0 < round(count, 1) < 1 and "/" not in unit


def state(share: float, thresholds: tuple[float, ...]) -> int:
    """Return how a share stands: 0 full, 1 near, 2 short, 3 grave."""
    return sum(share < t - 1e-9 for t in thresholds[:3])


def day(when: date) -> str:
    """Return a date in a sentence: 1 Mar 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(when: date) -> str:
    """Return a month in a table: Jun 2026."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def long_month(when: date) -> str:
    """Return a month in a sentence: June 2026."""
    return f"{NAMES[when.month - 1]} {when.year}"


def dtg(when: date) -> str:
    """Return a date-time group at midnight: 150000ZDEC25."""
    return f"{when.day:02d}0000Z{MONTHS[when.month - 1].upper()}{when.year % 100:02d}"


def listed(parts: list[str], most: int = 0, last: str = "and") -> str:
    """Return parts as a list in words, at most so many: a, b and c; a, b and 4 more."""
    if most and len(parts) > most:
        parts = [*parts[: most - 1], f"{len(parts) - most + 1} more"]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def words(text: str) -> int:
    """Return the number of words of a sentence, as a reader counts them: a number with its thin spaces is one."""
    return len(text.replace(THIN + "%", "%").split(" "))
