"""Layers: a scenario file merged over the file that it `extends`, and that over the next.

The tables of each file are read beside it before it is merged, so that every value keeps the place where it stands. A file may bring new
ids and change the options that it inherits; what it takes away must be there.
"""

from itertools import pairwise
from pathlib import Path
from typing import Any

from planner.scenario import agreed, source, tables
from planner.scenario.document import Document, Draft
from planner.scenario.inside import beside
from planner.scenario.merging import Merging
from planner.scenario.problems import Mark, Problem

MOST_FILES = 8  # that build on each other; a reader must be able to follow


def read(file: Path, root: Path, problems: list[Problem]) -> Document:
    """Return a scenario file merged over the files that it builds on, with rows in place of tables.

    Parameters
    ----------
    file
        The scenario file; its spelling begins that of every file it names.
    root
        The folder outside of which no file that it names may lie.
    problems
        Takes what is wrong. Where a file cannot be used at all the document's value is {} and the list holds an error.
    """
    chain = _chain(file, root, problems)
    if chain is None:
        return Document({})
    _formats(chain, problems)
    *layers, base = [tables.expand(agreed.named(document, root, problems), root, problems) for document in chain]
    for layer in reversed(layers):
        base = _over(base, layer, problems)
    return base


def _chain(file: Path, root: Path, problems: list[Problem]) -> list[Document] | None:
    """Return the documents that build on each other, the scenario first; None if one of them cannot be had."""
    chain, files = [source.read(file, problems)], [file]
    while (name := chain[-1].value.get("extends")) is not None:
        where = chain[-1].mark(("extends",)) or Mark(str(file), 1, 1)
        path = _named(name, where, root, problems)
        if path is None:
            return None
        seen = [f.resolve() for f in files]
        files.append(path)
        if path.resolve() in seen:
            circle = " -> ".join(map(str, files[seen.index(path.resolve()) :]))
            problems.append(Problem("error", where, f"files build on each other in a circle: {circle}", "take one of these `extends` out"))
            return None
        if len(files) > MOST_FILES:
            what = f"more than {MOST_FILES} files build on each other: {' -> '.join(map(str, files))}"
            problems.append(Problem("error", where, what, "write the changes of two of them into one"))
            return None
        chain.append(source.read(path, problems, where))
    return chain if all(document.value for document in chain) else None


def _named(name: Any, where: Mark, root: Path, problems: list[Problem]) -> Path | None:
    """Find the file that a file builds on."""
    if isinstance(name, str):
        return beside(name, where, root, problems)
    problems.append(Problem("error", where, "`extends` is the name of one file", "write `extends: other.yaml`"))
    return None


def _formats(chain: list[Document], problems: list[Problem]) -> None:
    """See that each of several files says its format, and that it is one: a file may not lean on what another promises."""
    for document in chain if len(chain) > 1 else ():
        if "format" not in document.value:
            problems.append(Problem("error", document.mark(()), "this file does not say its format", "begin it with `format: 1`"))
    for over, base in pairwise(chain):
        ours, theirs = over.value.get("format"), base.value.get("format")
        if ours is not None and theirs is not None and repr(ours) != repr(theirs):
            what = f"this file says format {theirs}, and one that builds on it says format {ours}"
            problems.append(Problem("error", base.mark(("format",)), what, "files that build on each other have one format"))


def _over(base: Document, layer: Document, problems: list[Problem]) -> Document:
    """Merge a file over what it builds on."""
    draft = Draft(base)
    draft.files = {**layer.files, **base.files}
    Merging(draft, layer, problems, adds=True).mapping((), {k: v for k, v in layer.value.items() if k != "extends"}, ())
    draft.marks[()] = layer.marks[()]
    tables.lists_of_tiers(draft)
    return draft.finished()
