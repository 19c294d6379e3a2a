"""What figures rest on, in words: whose word it is, how firm, and what a reader must not take it for."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from planner.frames import records
from planner.study.basis import BASES, resting
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import THIN, inert, points
from reports.content.parts import Resting

NO_REQUEST = "Made from assumed offers: not a request by any government."


def rests_on(dossier: Dossier) -> str:
    """Return what the plan's person-months rest on: "quoted 31 %, derived 22 %, assumed 47 % of person-months"."""
    if dossier.plan.frames["posture"].empty:
        return "nobody stands"
    return f"{shares(dossier.plan.metrics, 'basis.')} of person-months"


def firmness(dossier: Dossier) -> str:
    """Return how much of them is announced or deployed: "firm 58 %"."""
    firm, _ = points([share := dossier.plan.metrics.get("firm", 0.0), 1 - share])
    return f"firm {firm}{THIN}%"


def no_request(dossier: Dossier) -> str:
    """Return what the foot of a page says where any of the offers that stand is assumed; else nothing."""
    return NO_REQUEST if dossier.plan.metrics.get("basis.assumed", 0.0) > 0 else ""


def shares(told: Mapping[Any, Any], prefix: str = "") -> str:
    """Return shares by basis that add up to 100: "quoted 31 %, derived 22 %, assumed 47 %"."""
    said = points([float(told.get(f"{prefix}{name}", 0.0)) for name in BASES])
    return ", ".join(f"{name} {point}{THIN}%" for name, point in zip(BASES, said, strict=True))


def need(lines: pd.DataFrame, requirement: str, *, brief: bool = False) -> str:
    """Return what a need itself rests on, where the scenario says it: "need assumed, confidence low"; without confidence where `brief`."""
    row = lines.loc[requirement]
    if not row["basis"]:
        return ""
    return f"need {inert(row['basis'])}" + (f", confidence {inert(row['confidence'])}" if row["confidence"] and not brief else "")


def by_line(dossier: Dossier, names: Names) -> tuple[Resting, ...]:
    """Return what each line that is filled rests on, and its need."""
    table = resting(dossier.scenario, dossier.plan, "requirement")
    lines = dossier.scenario.frames["requirements"]
    return tuple(
        Resting(
            r.requirement, names.line(r.requirement), r.person_months, r.quoted, r.derived, r.assumed, r.firm, r.confidence,
            tuple(inert(s) for s in r.sources), _need(lines, r.requirement),
        )
        for r in records(table)
    )  # fmt: skip


def _need(lines: pd.DataFrame, requirement: str) -> str:
    """Return the basis of a need in a table: "assumed, low"; what the posture makes of it where nothing is said."""
    said = need(lines, requirement).removeprefix("need ").replace(" confidence ", " ")
    return said or ("follows the posture" if lines.at[requirement, "derived"] else "")


def named(sources: Sequence[str], most: int) -> str:
    """Return the first sources and how many more there are; a dash for none."""
    more = f"; {len(sources) - most} more" if len(sources) > most else ""
    return "; ".join(sources[:most]) + more or "–"
