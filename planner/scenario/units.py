"""Quantities written as text with a unit: "1.2 kt", "3 M EUR/month", "6 months".

Number and unit are told apart here, by one pattern, and nothing is ever calculated from a text; only the unit goes to pint, in a
registry of our own (`units.txt`). Amounts are fractions until the end, so that 0.3 kt is 300 t and no digit less. pint is imported
when the first such text is met, and not before.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.scenario.problems import suggest

if TYPE_CHECKING:
    from pint import UnitRegistry

LONGEST = 60  # characters; no quantity needs more
BLANK = "[ \u00a0\u2009\u202f]"  # thin and unbroken ones part thousands too
NUMBER = re.compile(rf"[-+]?(?:[0-9]{{1,3}}(?:{BLANK}[0-9]{{3}})+(?![0-9])|[0-9]+)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{{1,2}})?(?![0-9.])")
COMMA = re.compile(r"([-+]?[0-9]+),([0-9]+)(?![0-9,.])")
CURRENCY = re.compile(r"(EUR|USD|€|\$)\s*(?=[-+0-9.])")  # EUR 3 million is 3 million EUR
PER = re.compile(r"\s*/\s*|\s+(?:per|a|an)\s+")
CALCULATED = re.compile(r"[0-9*^()+=<>×²³-]")
ANY_CURRENCY = re.compile(r"[kM]?[A-Z]{3}|[kM]?[£¥$€]")
SCALES = {"k": 10**3, "thousand": 10**3, "M": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
SMALL_M = ("m", "meur", "m€", "musd", "m$")
COUNTS = ("units", "pieces")  # measures of whole things
SHORTEST_WORD = 3  # letters from which small and capital ones are the same
THOUSANDS = 3  # digits after a comma that is meant to part thousands


class NoQuantityError(ValueError):
    """A text that is not the quantity that is wanted: what is wrong, and what to write."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


@dataclass(frozen=True)
class Measure:
    """What a key of the format is measured in: its name in a sentence, its unit, and a text that would do."""

    name: str
    unit: str
    example: str

    @property
    def hint(self) -> str:
        """Say what may be written."""
        return f"write a number in {self.unit}, or a text such as {self.example}"


def number(text: str) -> Fraction | None:
    """Return the number that a whole text spells, its thousands parted by blanks or not; None if it spells none."""
    written = text.strip()
    return _fraction(written) if len(written) <= LONGEST and NUMBER.fullmatch(written) else None


def names() -> frozenset[str]:
    """Return every unit that can be written, by its name in `units.txt`."""
    return frozenset(_registry())


def measured(text: str, measure: Measure) -> Fraction:
    """Return the amount that a text with a unit says, in the unit of `measure`.

    Raises
    ------
    NoQuantityError
        If there is no number, no unit, more than one of them, a unit that is not known, or one of something else.
    """
    registry = _registry()
    wanted, size = _unit(measure.unit)
    amount, written = _split(text, measure)
    try:
        unit, scale = _unit(written)
    except NoQuantityError as wrong:
        raise _unlike(text, measure, wrong.what, wrong.hint or _whole_things(amount, measure)) from None
    if registry.get_dimensionality(unit) != registry.get_dimensionality(wanted):
        raise _unlike(text, measure, "no currency is converted" if {"euro", "dollar"} <= {*f"{unit}/{wanted}".split("/")} else "")
    return Fraction(registry.convert(amount * scale, unit, wanted)) / size


def counted(text: str, measure: Measure) -> Fraction:
    """Return the amount that a text says of what is counted in a unit that a planner named: t/day, company, fire unit.

    Into a unit of ours it is converted; any other stands in the text as the planner named it, or in its plural.
    """
    try:
        _unit(measure.unit)
    except NoQuantityError:
        return _named(text, measure)
    return measured(text, measure)


def _named(text: str, measure: Measure) -> Fraction:
    name = measure.unit.casefold()
    names = {name, f"{name}s", f"{name}es", name.removesuffix("s"), f"{name[:-1]}ies" if name.endswith("y") else name}
    amount, written = _split(text, measure)
    if written.casefold() not in names:
        raise _unlike(text, measure)
    return amount


def _unlike(text: str, measure: Measure, why: str = "", hint: str = "") -> NoQuantityError:
    return NoQuantityError(f"expected {measure.name}, got '{text}'{f': {why}' if why else ''}", hint or measure.hint)


def _whole_things(amount: Fraction, measure: Measure) -> str:
    """Return what to write where things are counted, whatever a planner calls them: 2 ships are 2 units of the type that is a ship."""
    if measure.name not in COUNTS:
        return ""
    number = f"{float(amount):g}"
    return f"{measure.unit} are counted here, whatever each holds: for {number} of them write {number}, or {number} {measure.unit}"


def _split(text: str, measure: Measure) -> tuple[Fraction, str]:
    """Return number and unit of a text, a currency that stands before the number put behind it."""
    written = text.strip()
    if len(written) > LONGEST:
        raise NoQuantityError(f"expected a number, got '{text[: LONGEST - 3]}...'", measure.hint)
    currency = CURRENCY.match(written)
    rest = written[currency.end() :] if currency else written
    if comma := COMMA.match(rest):
        raise _unlike(text, measure, hint=f"a decimal point is a point: write {_without_comma(rest, comma)}")
    found = NUMBER.match(rest)
    amount = _fraction(found.group()) if found else None
    if found is None or amount is None:
        raise NoQuantityError(f"expected a number, got '{text}'", f"digits first: {measure.hint}")
    unit = rest[found.end() :].strip()
    if not currency:
        return amount, unit
    scale, *per = PER.split(f" {unit}", maxsplit=1)
    return amount, "/".join([f"{scale} {currency.group(1)}".strip(), *per])


def _fraction(spelt: str) -> Fraction | None:
    try:
        return Fraction(re.sub(BLANK, "", spelt))
    except ValueError:  # a sign, a point or an exponent alone
        return None


def _without_comma(text: str, comma: re.Match[str]) -> str:
    (whole, part), unit = comma.groups(), text[comma.end() :]
    if len(part) == THOUSANDS:
        return f"{whole}{part}{unit}, or {whole}.{part}{unit} if it is a fraction"
    return f"{whole}.{part}{unit}"


def _unit(written: str) -> tuple[str, int]:
    """Return a unit as pint reads it, such as tonne/day, and by what its number is multiplied (a million, for M EUR)."""
    if CALCULATED.search(written):
        raise NoQuantityError("one number and one unit are read, nothing is calculated")
    first, *per = PER.split(f" {written}")
    scale, words = 1, first.split()
    if words and (len(words) > 1 or words[0] in SCALES) and words[0] not in _words():
        scale = _scale(words.pop(0))
    if not words:
        raise NoQuantityError("the unit is missing")
    if len(words) > 1 or len(per) > 1:
        raise NoQuantityError("one number and one unit are read")
    return "/".join(_word(word) for word in (*words, *per)), scale


def _scale(word: str) -> int:
    _refuse_small_m(word)
    scale = SCALES.get(word) or SCALES.get(word.casefold() if len(word) > 1 else "")
    if scale is None:
        raise NoQuantityError(f"there is no unit '{word}'{suggest(word, SCALES)}")
    return scale


def _word(word: str) -> str:
    """Return the name, in `units.txt`, of the unit that a word spells."""
    _refuse_small_m(word)
    words = _words()
    name = words.get(word) or (words.get(word.casefold()) if len(word) >= SHORTEST_WORD else None)
    if name is None:
        hint = " (no currency is converted)" if ANY_CURRENCY.fullmatch(word) else suggest(word, _registry())
        raise NoQuantityError(f"there is no unit '{word}'{hint}")
    return name


def _refuse_small_m(word: str) -> None:
    if word.startswith("m") and word.casefold() in SMALL_M:
        raise NoQuantityError(f"'{word}' could mean several things", "write M for a million, mo for a month")


@cache
def _words() -> dict[str, str]:
    """Return every spelling of a unit, long ones also in small letters, with the name of the unit."""
    registry = _registry()
    folded = {word.casefold(): registry.get_name(word) for word in registry if len(word) >= SHORTEST_WORD}
    return folded | {word: registry.get_name(word) for word in registry}


@cache
def _registry() -> "UnitRegistry[Any]":
    from pint import UnitRegistry

    return UnitRegistry(str(Path(__file__).with_name("units.txt")), non_int_type=Fraction)
