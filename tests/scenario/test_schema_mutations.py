"""Whatever stands in a document: a scenario or located errors, never an exception."""

from pathlib import Path as FilePath
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.scenario import source, tables
from planner.scenario.document import Document, Path, copied, paths
from planner.scenario.options import merge
from planner.scenario.problems import Problem
from planner.scenario.resolve import resolve
from planner.scenario.schema import parse

EXAMPLE = FilePath(__file__).parents[2] / "scenarios" / "example"
DOCUMENT = tables.expand(source.read(EXAMPLE / "scenario.yaml", []), EXAMPLE, [])
PLACES = list(paths(DOCUMENT.value))[1:]
JUNK: list[Any] = [
    None, True, False, 0, 1, -1, 2.5, 0.5, 1e300, -1e-300, 10**30, "", " ", "x", "D", "D+99999", "D-99999", "50%", "%", "1e3", "010",
    "2026-01-01", "2026-13-01", "all", "any", "none", "FRA", "UKR", "entry", "stabilise", "land-west", "us-backstop", "n-1", ";", "a;b",
    [], [[]], [None], ["FRA"], [1, 2], {}, {"any": []}, {"any": ["ceasefire"]}, {"a": 1}, {"derived": "courses"}, {"months": 600},
    {"lead": "FRA"}, {"group": "EU"}, {"after": "us-backstop"}, {"all": []}, {"quorum": 1, "of": []}, {"nation": "FRA", "site": "drawsko"},
]  # fmt: skip


def at(value: Any, path: Path) -> Any:
    for key in path:
        if not (isinstance(value, dict) and key in value) and not (isinstance(value, list) and isinstance(key, int) and key < len(value)):
            return None
        value = value[key]
    return value


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """The example's values, of which up to three are taken away, replaced by junk or by what stands elsewhere, or renamed."""
    value = copied(DOCUMENT.value)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PLACES))
        holder, key = at(value, path[:-1]), path[-1]
        if not (isinstance(holder, dict) and key in holder) and not (
            isinstance(holder, list) and isinstance(key, int) and key < len(holder)
        ):
            continue
        what = draw(st.sampled_from(["delete", "junk", "elsewhere", "rename"]))
        if what == "delete":
            del holder[key]
        elif what == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from(["x", "", "D", 7, "from", str(key)[:-1]]))] = holder.pop(key)
        else:
            holder[key] = copied(at(value, draw(st.sampled_from(PLACES)))) if what == "elsewhere" else copied(draw(st.sampled_from(JUNK)))
    return value


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], derandomize=True)
@given(mutated(), st.sampled_from([None, "no-backstop", "france-late", "half-force"]))
def test_any_document_becomes_a_scenario_or_located_errors(value: Any, option: str | None):
    problems: list[Problem] = []
    document = merge(Document(value, DOCUMENT.marks, DOCUMENT.key_marks), option, problems)
    reading = parse(document, problems)
    scenario = resolve(document, reading, option, problems) if reading else None
    errors = [p for p in problems if p.severity == "error"]
    assert (scenario is None) == bool(errors)
    assert all(p.what and p.where for p in problems)
