"""How good a plan is: its goals, and the options beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One goal: its place in the order, name, value and bound as written, gap, state, whether it is open, and the price in words.

    A goal is open if it was asked for and is not proven, however the search ended: also one that was never begun.
    """

    number: int
    name: str
    value: str
    bound: str
    gap: str
    state: str
    proven: bool
    open: bool
    seconds: str
    words: str


@dataclass(frozen=True)
class Option:
    """A column of the table of options: letter, title, one text a criterion with its state (-1: none)."""

    letter: str
    name: str
    title: str
    cells: tuple[tuple[str, int], ...]
    best: tuple[bool, ...]


@dataclass(frozen=True)
class Options:
    """Options beside one another: criteria (name, unit, which is better), the columns, what is said beneath.

    `same`: criteria that tell no option from another. `asked`: values of option `asks_less` on what it asks itself, where they differ.
    """

    criteria: tuple[tuple[str, str, str], ...]
    columns: tuple[Option, ...]
    same: tuple[bool, ...]
    asked: tuple[str, ...]
    asks_less: str
    message: str
    note: str
