"""From plain values to the document's records, and where that fails the rest of the document, so that all problems come at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from planner.scenario.document import Document, Path, copied
from planner.scenario.problems import Problem
from planner.scenario.schema.record import Records
from planner.scenario.schema.whole import ScenarioFile
from planner.scenario.schema.wording import inside, place, told

ROUNDS = 6  # what is taken away may make something else incomplete; after so many rounds nothing is left to say


@dataclass(frozen=True)
class Reading:
    """The document as records; where parts could not be read, the rest of it, and in `excused` every text of those parts.

    A block of which an incomplete record was left out stands there as `<sites>`: nobody knows what the record would have said.
    """

    file: ScenarioFile
    excused: frozenset[str] = frozenset()


def parse(document: Document, problems: list[Problem]) -> Reading | None:
    """Return the document as records, every slip appended to `problems`; None if not even a part of it can be read."""
    value, excused = document.value if isinstance(document.value, dict) else {}, set[str]()
    for _ in range(ROUNDS):
        records = Records(_counted_in(value))
        try:
            return Reading(ScenarioFile.model_validate(value, context=records), frozenset(excused))
        except ValidationError as wrong:
            errors = wrong.errors(include_url=False)
        if not excused:
            problems += told(errors, document, records)
            value = copied(value)
        excused |= {e["ctx"]["meant"] for e in errors if e["type"] == "slip"}
        excused |= {f"<{place(e)[0]}>" for e in errors if e["type"] == "missing"}
        excused |= {"", *_without(value, [place(e)[:-1] if e["type"] == "missing" else place(e) for e in errors])}
        if not value:
            return None
    return None


def _counted_in(value: dict[str, Any]) -> dict[str, str]:
    """Return in what each capability is counted: its unit is needed to read what is needed of it, wherever the two stand."""
    entries = value.get("capabilities")
    said = entries.items() if isinstance(entries, dict) else ()
    return {name: str(entry.get("unit") or "unit") if isinstance(entry, dict) else "" for name, entry in said}


def _without(value: Any, wrong: Iterable[Path]) -> set[str]:
    """Take what is wrong out of a plain value, a list from there on, and return every text of it."""
    texts: set[str] = set()
    for path in sorted(set(wrong), key=lambda p: [str(k).zfill(6) for k in p], reverse=True):
        if not path:
            value.clear()  # the scenario itself lacks a block
            return texts
        holder = value
        for key in path[:-1]:
            holder = inside(holder, key)
        if isinstance(holder, dict) and path[-1] in holder:
            texts |= {str(path[-1]), *_texts(holder.pop(path[-1]))}
        elif isinstance(holder, list) and isinstance(path[-1], int):
            texts |= {t for gone in holder[path[-1] :] for t in _texts(gone)}
            del holder[path[-1] :]
        elif len(path) > 1:
            texts |= _without(value, [path[:-1]])
    return texts


def _texts(value: Any) -> set[str]:
    """Return every text of a value; of a cell with several values, each of them."""
    if isinstance(value, dict):
        return {str(k) for k in value} | {t for v in value.values() for t in _texts(v)}
    if isinstance(value, list):
        return {t for v in value for t in _texts(v)}
    return {str(value), *(part.strip() for part in str(value).split(";"))}
