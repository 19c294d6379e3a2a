"""A table with a column for each option, printed in parts where the screen cannot hold them all."""

from collections.abc import Iterator, Sequence

import pandas as pd

from planner.cli import screen

NAMED = 30  # cells that the first column keeps for itself before options go below each other


def table(frame: pd.DataFrame, options: Sequence[Sequence[str]]) -> None:
    """Print a frame; `options` are the columns that stand together, one group an option: each part repeats the other columns."""
    mine = {column for group in options for column in group}
    lead = [str(column) for column in frame.columns if column not in mine]
    for i, part in enumerate(_parts(frame, lead, options)):
        if i:
            screen.say()
        screen.table(frame[[*lead, *part]], right=[*lead[1:], *part])


def _parts(frame: pd.DataFrame, lead: Sequence[str], options: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield the columns of each part: as many whole groups as fit, one at least."""
    first = 1 + min(NAMED, _width(frame, lead[0])) + sum(_width(frame, column) + 2 for column in lead[1:])
    part, used = list[str](), first
    for group in options:
        wide = sum(_width(frame, column) + 2 for column in group)
        if part and used + wide > screen.console().width:
            yield part
            part, used = [], first
        part, used = [*part, *group], used + wide
    yield part


def _width(frame: pd.DataFrame, column: str) -> int:
    return max(len(column), *(len(screen.cell(value)) for value in frame[column]))
