"""The plan agreed last: whatever way `baseline` names it, it becomes the rows that were agreed, before any layer is merged.

`baseline: agreed.csv` and `baseline: [rows]` are short for `{table: ...}`, any other text for `{run: folder}`. A folder is that of an
export, whose agreed.csv is the table, or that of a saved run: its plan says the units by step, its record the dates of the steps. So the
agreed plan has a calendar of its own, and no later stage knows where it came from.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from planner.scenario.document import Document, Draft, Path
from planner.scenario.inside import beside
from planner.scenario.problems import Mark, Problem
from planner.scenario.tablefile import FOREIGN, WORKBOOKS
from planner.scenario.textfile import contents

TABLE, RUN, PLAN = "agreed.csv", "run.json", "plan.json"
FILES = (".csv", ".tsv", ".txt", *WORKBOOKS, *FOREIGN)  # endings of a file of rows
NOTHING = "none"


def named(document: Document, root: FilePath, problems: list[Problem]) -> Document:
    """Return a document, before its tables are read, in which every agreed plan is a mapping that names a table or holds rows.

    Parameters
    ----------
    document
        As `source.read` gives it; a folder is looked for beside the file that names it.
    root
        The folder that none may lie outside of.
    problems
        Takes what is wrong. An agreed plan that cannot be read is left without rows.
    """
    draft = Draft(document)
    for path in list(_places(document.value)):
        _spelt_out(draft, path)
        written = draft.at(path)
        if isinstance(written, dict) and isinstance(written.get("run"), str):
            _from_folder(draft, path, root, problems)
    return draft.finished()


def _places(value: Any) -> Iterator[Path]:
    """Yield where an agreed plan is named: in the scenario, and in the changes of its options."""
    if isinstance(value, dict) and "baseline" in value:
        yield ("baseline",)
    options = value.get("options") if isinstance(value, dict) else None
    for name, option in options.items() if isinstance(options, dict) else ():
        change = option.get("change") if isinstance(option, dict) else None
        if isinstance(change, dict) and "baseline" in change:
            yield ("options", name, "change", "baseline")


def _spelt_out(draft: Draft, path: Path) -> None:
    """Write a short form out: a text as the file or folder that it names, a list as the rows of a table."""
    written, mark, key_mark = draft.at(path), draft.marks.get(path), draft.key_marks.get(path)
    if (not isinstance(written, str) or written == NOTHING) and not isinstance(written, list):
        return
    key = "run" if isinstance(written, str) and not written.lower().endswith(FILES) else "table"
    draft.retell(written, path, (*path, key))
    draft.put(path, {key: written}, mark, key_mark)


def _from_folder(draft: Draft, path: Path, root: FilePath, problems: list[Problem]) -> None:
    """Put the rows of a saved run, or the table of an export, in place of the folder that is named."""
    written, where = draft.at(path), draft.marks.get((*path, "run")) or Mark("", 1, 1)
    name = written.pop("run")
    draft.forget(name, (*path, "run"))
    if "table" in written:
        problems.append(Problem("error", where, "the agreed plan is a run and a table", "keep one of the two"))
        return
    folder = beside(name, where, root, problems)
    if folder is None:
        draft.put((*path, "table"), [], where)
    elif (folder / TABLE).is_file():
        draft.put((*path, "table"), f"{name}/{TABLE}", where)
    elif (folder / RUN).is_file():
        rows = _rows(draft, folder, where, problems)
        draft.put((*path, "table"), rows, where)
        draft.marks.update({(*path, "table", n): where for n in range(len(rows))})
    else:
        hint = f"name the folder of a saved run or of an export, or a table as {{table: {TABLE}}}; posture export RUN --baseline makes one"
        problems.append(Problem("error", where, f"{name} is no folder with a plan", hint))
        draft.put((*path, "table"), [], where)


def _rows(draft: Draft, folder: FilePath, where: Mark, problems: list[Problem]) -> list[dict[str, Any]]:
    """Return what a saved run decided as rows with dates, its two files kept; none, and a problem, if they do not fit together."""
    record, plan = (contents(folder / name, where, problems) for name in (RUN, PLAN))
    if record is None or plan is None:
        return []
    draft.files |= {str(folder / RUN): record, str(folder / PLAN): plan}
    try:
        told = json.loads(record)
        whole = told["kept"][PLAN] == hashlib.sha256(plan).hexdigest()
        steps = [(str(begin), str(end)) for begin, end in told["steps"]]
        rows = [
            {"offer": offer, "requirement": line, "site": site, "from": steps[p][0], "until": steps[p][1], "units": units}
            for offer, line, site, p, units in json.loads(plan)["decisions"]["place"]
            if isinstance(p, int) and 0 <= p < len(steps)
        ]
    except (KeyError, TypeError, ValueError, RecursionError):
        whole, rows = False, []
    if not whole:
        what = f"{folder} holds no plan that this version reads: it runs still, is damaged, or another version wrote it"
        hint = "posture runs says what is wrong; posture export RUN --baseline agreed.csv writes a table of a plan"
        problems.append(Problem("error", where, what, hint))
    return rows if whole else []
