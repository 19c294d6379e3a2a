"""The version of the format: which this program reads, and what it says of any other."""

from typing import Any

from planner.scenario import scalars
from planner.scenario.schema.record import shown, slip

FORMAT = 1  # what may change within it, and what makes another, is promised in docs/decisions/0005-versions-of-the-format.md


def as_format(value: Any) -> int:
    """Read the version of the format, quoted or not; another than this program's is told apart from what is no version at all."""
    found = scalars.number(value.strip()) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise slip(f"expected the version of the format, got {shown(value)}", f"write format: {FORMAT}")
    if found > FORMAT:
        what = f"this file is written in format {found}, and this program reads format {FORMAT}"
        raise slip(what, "use a newer version of the program: posture --version says which this is")
    return found
