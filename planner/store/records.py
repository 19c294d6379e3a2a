"""What is written of a run, as text, and read back: sealed JSON, tables as CSV, a plan as a record.

A seal is the SHA-256 of all the rest of a record: what was changed by hand, torn or overwritten is noticed before it is believed.
"""

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd

from planner import frames
from planner.decisions import KINDS, DecisionError, Decisions, frame
from planner.plan import GoalLevel, Plan

SEAL = "seal"


class DamageError(Exception):
    """A file that is not what was written: what is wrong with it, to be said behind its name."""


class OlderError(Exception):
    """A file that another version wrote: by what this is known, if it can be said."""


def text(record: Mapping[str, Any]) -> str:
    """Return a record as JSON text; what is not finite is null, for JSON has no NaN."""
    return json.dumps(_plain(record), indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def line(record: Mapping[str, Any]) -> str:
    """Return a record as one line of JSON."""
    return json.dumps(_plain(record), allow_nan=False) + "\n"


def sealed(record: Mapping[str, Any]) -> str:
    """Return a record as JSON text with its seal."""
    plain = _plain(record)
    return text(plain | {SEAL: _seal(plain)})


def unsealed(data: bytes) -> dict[str, Any]:
    """Return the record of a sealed file.

    Raises
    ------
    DamageError
        It is not what was written.
    OlderError
        It has no seal.
    """
    record = parsed(data)
    if SEAL not in record:
        raise OlderError
    if record.pop(SEAL) != _seal(record):
        raise DamageError("was changed since it was written")
    return record


def parsed(data: bytes) -> dict[str, Any]:
    """Return the record in a JSON file; DamageError if there is none."""
    if not data.strip():
        raise DamageError("is empty")
    try:
        record = json.loads(data)
    except (ValueError, RecursionError) as fault:  # also what is no UTF-8
        raise DamageError("is cut off or overwritten: it is no JSON any more") from fault
    if not isinstance(record, dict):
        raise DamageError("is overwritten: it holds no record")
    return record


def digest(content: str | bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def plan_digest(plan: Plan) -> str:
    """Return the SHA-256 of what the plan decides: equal for equal decisions of the same scenario."""
    return digest(text({"decisions": _rows(plan)}) + plan.digest)


def plan_record(plan: Plan, tables: Mapping[str, str]) -> dict[str, Any]:
    """Return a plan as a record; `tables` are its frames as text, of which it holds the digests."""
    return {
        "digest": plan.digest,
        "option": plan.option,
        "status": plan.status,
        "stopped_by": plan.stopped_by,
        "levels": [asdict(level) for level in plan.levels],
        "metrics": dict(sorted(plan.metrics.items())),
        "decisions": _rows(plan),
        "tables": {name: digest(content) for name, content in sorted(tables.items())},
    }


def plan_of(record: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> Plan:
    """Return the plan of a record and its tables. Raises as `decided` does, and DamageError for a claim that is none."""
    words = {name: _claim(name, record[name], str) for name in ("digest", "option", "status", "stopped_by")}
    metrics = {name: _number(name, value) for name, value in record["metrics"].items()}
    levels = tuple(_level(level) for level in record["levels"])
    return Plan(decisions=decided(record), frames=tables, metrics=metrics, levels=levels, **words)


def decided(record: Mapping[str, Any]) -> Decisions:
    """Return the decisions of a plan's record.

    Raises
    ------
    DamageError
        One of them is no decision of its kind: a plan is read as it was written or not at all.
    OlderError
        They are not of the kinds that this version knows.
    """
    kinds = record["decisions"]
    if kinds.keys() != KINDS.keys():
        raise OlderError(f"its plan decides {', '.join(kinds)}; this version decides {', '.join(KINDS)}")
    try:
        return {kind: frame(kind, [tuple(row) for row in kinds[kind]]) for kind in KINDS}
    except DecisionError as fault:
        raise DamageError(f"plan.json: {fault}") from fault


ACTIVE = ("=", "+", "-", "@", "\t", "\r", "'")  # what a spreadsheet takes for a formula: a stroke before it makes it text


def to_csv(table: pd.DataFrame) -> str:
    """Return a frame as CSV text that reads back to equal numbers."""
    flat = table.reset_index() if table.index.name else table
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(flat.columns)
    for row in flat.itertuples(index=False):
        writer.writerow([_written(v) for v in row])
    return out.getvalue()


def _written(value: Any) -> Any:
    """Return what stands in a cell: numbers in full, several things as JSON."""
    if isinstance(value, float):
        return "" if np.isnan(value) else repr(float(value))
    if isinstance(value, str):
        return f"'{value}" if value.startswith(ACTIVE) else value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value


def from_csv(name: str, content: str) -> pd.DataFrame:
    """Return the frame of that name from CSV text."""
    kinds = {c.name: c.kind for c in frames.FRAMES[name].columns}
    rows = [{k: _cell(v, kinds[k]) for k, v in row.items()} for row in csv.DictReader(StringIO(content))]
    return frames.make(name, rows)


def _rows(plan: Plan) -> dict[str, Any]:
    return {kind: plan.decisions[kind].to_numpy().tolist() if kind in plan.decisions else [] for kind in KINDS}


def _seal(plain: Mapping[str, Any]) -> str:
    try:
        return digest(json.dumps(plain, sort_keys=True, allow_nan=False))
    except ValueError as fault:  # a NaN: nothing that was written here
        raise DamageError("holds what is no number") from fault


def _cell(content: str, kind: str) -> Any:
    match kind:
        case "number":
            return float(content) if content else float("nan")
        case "count":
            return int(content)
        case "flag":
            return content == "True"
        case "many":
            return tuple(json.loads(content))
        case _:
            return content.removeprefix("'") if content[1:].startswith(ACTIVE) else content


def _level(level: Mapping[str, Any]) -> GoalLevel:
    """Return what is claimed of one goal; TypeError for a claim that this version does not know."""
    kinds = {"goal": str, "state": str, "note": str, "under_unproven": bool}
    told = {k: (f"{k} of a goal", v) for k, v in level.items()}
    known: dict[str, Any] = {k: _claim(*said, kinds[k]) if k in kinds else _number(*said) for k, said in told.items()}
    return GoalLevel(**known)


def _claim(name: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise DamageError(f"plan.json: {name} is {value!r}")
    return value


def _number(name: str, value: Any) -> float:
    """Return a figure as stored, NaN for null."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise DamageError(f"plan.json: {name} holds what is no number: {value!r}")
    return float("nan") if value is None else float(value)


def _plain(value: Any) -> Any:
    """Turn numpy numbers into Python's, and what is not finite into null."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
