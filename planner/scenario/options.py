"""Options: courses of action as named changes to one scenario.

`options.<name>.change` is merged into the scenario (`merging`). What it changes must be there: a new id in a keyed block, and taking
away what does not exist, are errors. A record may get a field that it did not have (`from` on an offer without one), and a map by phase
a new phase; whether such a key means anything is for the schema to say.

An option may build on others (`extends`): their changes come first, from the root down, those of each option once. Two changes to one
key are an error unless they say the same, whichever of the two options builds on the other.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from planner.scenario.document import Document, Draft, Path
from planner.scenario.merging import Merging
from planner.scenario.problems import Problem, suggest
from planner.scenario.schema.record import as_list

BASE = "base"  # the scenario as written


def merge(document: Document, option: str | None, problems: list[Problem]) -> Document:
    """Return the document as an option changes it; changed values stand where the option says them.

    Parameters
    ----------
    document
        With its tables expanded, so that offers are lists of rows.
    option
        The option's name; None or "base" is the document itself.
    problems
        Takes what is wrong: an unknown option, options that build on each other in a circle, a change to something that is not there,
        two changes to one key.
    """
    written = document.value.get("options")
    known = written if isinstance(written, dict) else {}
    if BASE in known:
        what = f'no option can be called "{BASE}": that is the scenario as written'
        problems.append(Problem("error", document.key_mark(("options", BASE)), what, "give it another name"))
    if option is None or option == BASE:
        return document
    if option not in known:
        what = f'there is no option "{option}"' + suggest(option, [BASE, *known])
        problems.append(Problem("error", document.mark(("options",)), what, _listed(known)))
        return document
    draft = Draft(document)
    merging = Merging(draft, document, problems, adds=False)
    for name in _from_the_root(option, known, document, problems):
        path: Path = ("options", name, "change")
        change = known[name].get("change", {}) if isinstance(known[name], dict) else None
        if isinstance(change, dict):
            merging.mapping((), change, path)
        else:
            hint = "write it as the scenario is written, as in `change: {pins: null}`"
            problems.append(Problem("error", document.mark(path), f'the option "{name}" has no mapping under `change`', hint))
    return replace(draft.finished(), base=document.value)


def _from_the_root(option: str, known: dict[str, Any], document: Document, problems: list[Problem]) -> list[str]:
    """Return an option after all those that it builds on, each once; none of them if they go round in a circle."""
    order: list[str] = []
    trail = {option: _built_on(option, known)}  # the options being followed, and what is left to follow of each
    while trail:
        name, rest = next(reversed(trail.items()))
        for parent, path in rest:
            if parent in trail:
                circle = " -> ".join([*list(trail)[list(trail).index(parent) :], parent])
                what = f"options build on each other in a circle: {circle}"
                problems.append(Problem("error", document.mark(path), what, "take one of these `extends` out"))
                return []
            if parent not in known and parent != BASE:
                what = f'there is no option "{parent}" to build on' + suggest(parent, known)
                problems.append(Problem("error", document.mark(path), what, _listed(known)))
            elif parent not in order and parent != BASE:
                trail[parent] = _built_on(parent, known)
                break
        else:
            order.append(name)
            del trail[name]
    return order


def _built_on(name: str, known: dict[str, Any]) -> Iterator[tuple[str, Path]]:
    """Yield the options that one builds on, and where it says so; what is no name is for the schema to tell."""
    written = known[name].get("extends") if isinstance(known[name], dict) else None
    path: Path = ("options", name, "extends")
    for i, parent in enumerate(as_list(written) if written is not None else ()):
        if isinstance(parent, str):
            yield parent, (*path, i)


def _listed(known: dict[str, Any]) -> str:
    return f"options of this scenario: {', '.join([BASE, *known])}"
