"""What a word without quotes means: the core table of YAML 1.2, for scenario files and for the cells of tables alike.

true, false, null, whole and decimal numbers (`1e3` too) are what they look like. Everything else is text: `NO`, `on` and `yes`,
`22:30`, `70%`, ISO dates. Four things that the core table calls numbers stay text as well, for reading them as numbers would lose or
guess something: a number with leading zeros (`010`: a code keeps its zeros; where a number is expected, `number` reads ten, never
eight), hexadecimal and octal (`0x1F`), infinities and not-a-number, and numbers beyond 30 digits or the range of floats.
"""

import math
import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

MOST_DIGITS = 30  # an APP-6 symbol has 20
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]", re.ASCII)


def meaning(text: str) -> Scalar:
    """Return what a plain word means by the table above."""
    if text in WORDS:
        return WORDS[text]
    if _LEADING_ZERO.match(text):
        return text
    value = number(text)
    return text if value is None else value


def number(text: str) -> int | float | None:
    """Return the decimal number that a text spells, leading zeros or not; None if it spells none that is finite and of sane length."""
    if len(text) > MOST_DIGITS or not _DECIMAL.fullmatch(text):
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    value = float(text)
    return value if math.isfinite(value) else None
