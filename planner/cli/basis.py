"""How it is printed what a plan rests on: line by line, and the numbers of the first lines with the rows they come from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from planner.cli import screen

if TYPE_CHECKING:
    from reports.content import Content
    from reports.content.parts import Fact, Resting

SOURCES = 2  # named for a line; the rest is counted


def show(content: "Content") -> None:
    """Print what a plan rests on, what each line rests on, and where the numbers of the first lines come from."""
    screen.say(f"Rests on {content.rests_on}; {content.firmness}, that is announced or deployed.", "bold")
    if content.no_request:
        screen.say(content.no_request)
    screen.heading("LINES", "% of person-months")
    heads = {"id": "line", "quoted": "quoted", "derived": "derived", "assumed": "assumed", "firm": "firm", "confidence": "confidence",
             "need": "need", "sources": "sources"}  # fmt: skip
    screen.table(_lines(content.resting), heads, empty="nobody stands", right=("quoted", "derived", "assumed", "firm"), whole="id")
    screen.say(" confidence: the lowest that a tier on the line says; sources of its tiers, each once", "dim")
    screen.heading("NUMBERS OF THE FIRST LINES")
    screen.table(
        _facts(content.facts), {"id": "number", "text": "as written", "row": "row", "basis": "rests on"}, right=("text",), whole="id"
    )


def _lines(found: "Sequence[Resting]") -> pd.DataFrame:
    from reports.content.basis import named
    from reports.content.numbers import points

    rows = []
    for r in found:
        quoted, derived, assumed = points([r.quoted, r.derived, r.assumed])
        firm, _ = points([r.firm, 1 - r.firm])
        told = {"quoted": quoted, "derived": derived, "assumed": assumed, "firm": firm}
        rows.append({"id": r.id, "confidence": r.confidence, "need": r.need, "sources": named(r.sources, SOURCES)} | told)
    return pd.DataFrame(rows)


def _facts(found: "Sequence[Fact]") -> pd.DataFrame:
    return pd.DataFrame([{"id": f.id, "text": f"{f.text} {f.unit}".strip(), "row": f.trace.words, "basis": f.basis} for f in found])
