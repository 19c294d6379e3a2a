"""A Pyomo model into a Program: arrays in the order in which columns and rows were declared, labels, and axes for a search."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pyomo.environ import Var
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy import sparse

from planner.model.algebra import Model
from planner.scenario import Scenario
from solvers.program import Aim, Axis, Program

DECIDES = {"place"}  # every other column follows from these
AXES = ("nation", "requirement", "site", "step", "condition", "offer")


def program(m: Model, scenario: Scenario) -> Program:
    """Return the model's arrays.

    The compiler leaves out columns that stand in no row and no goal; a plan is read from all of them, so they come back here.
    `start` is the empty posture: every column at its lower bound, every shortfall at its level.
    """
    variables = list(m.component_data_objects(Var))
    labels = tuple((v.parent_component().local_name, _key(v.index())) for v in variables)
    form = LinearStandardFormCompiler().write(m, mixed_form=True, column_order=variables)
    place = {id(v): j for j, v in enumerate(variables)}
    seat = np.array([place[id(v)] for v in form.columns], dtype=np.int64)
    lower, upper = (np.array([float(b) for b in side]) for side in zip(*(v.bounds for v in variables), strict=True))
    side = np.array([kind for _, kind in form.rows], dtype=np.int64)
    rhs = np.array(form.rhs, dtype=float)
    costs = _spread(form.c, seat, len(variables)).toarray()
    return Program(
        matrix=_spread(form.A, seat, len(variables)),
        row_lower=np.where(side <= 0, rhs, -np.inf),
        row_upper=np.where(side >= 0, rhs, np.inf),
        lower=lower,
        upper=upper,
        integer=np.array([not v.is_continuous() for v in variables], dtype=bool),
        aims=tuple(
            Aim(g.name, costs[k], float(form.c_offset[k]), relative=g.relative, absolute=g.absolute) for k, g in enumerate(scenario.goals)
        ),
        column_labels=labels,
        row_labels=tuple((con.parent_component().local_name, _key(con.index())) for con, _ in form.rows),
        axes=_axes(m, scenario, labels),
        start=np.array([v.value for v in variables], dtype=float),
        follows=np.array([kind not in DECIDES for kind, _ in labels], dtype=bool),
    )


def _key(index: Any) -> tuple[Any, ...]:
    """Return an index as a key: Pyomo takes a tuple of one apart."""
    return index if isinstance(index, tuple) else (index,)


def _spread(compiled: Any, seat: Any, size: int) -> sparse.csr_array:
    """Return a compiled matrix with its columns at their seats among all columns."""
    entries = sparse.coo_array(compiled)
    spread = sparse.csr_array((entries.data, (entries.row, seat[entries.col])), shape=(compiled.shape[0], size))
    spread.sum_duplicates()
    spread.eliminate_zeros()
    return spread


def _axes(m: Model, scenario: Scenario, labels: Sequence[tuple[str, tuple[Any, ...]]]) -> tuple[Axis, ...]:
    """Return the group of each column on each axis, by what its key names; an offer's column belongs to its nation too."""
    nation_of = scenario.frames["offers"]["nation"].to_dict()
    names: dict[str, list[Any]] = {
        "nation": list(scenario.frames["nations"].index), "requirement": list(scenario.frames["requirements"].index),
        "site": list(scenario.frames["sites"].index), "step": list(m.steps), "condition": sorted(scenario.conditions),
        "offer": list(scenario.frames["offers"].index),
    }  # fmt: skip
    codes = {axis: {name: i for i, name in enumerate(names[axis])} for axis in AXES}
    found = {axis: np.full(len(labels), -1, dtype=np.int32) for axis in AXES}
    for j, (kind, key) in enumerate(labels):
        for axis, part in zip(m.axes[kind], key, strict=True):
            if axis in found:
                found[axis][j] = codes[axis][part]
            if axis == "offer":
                found["nation"][j] = codes["nation"][nation_of[part]]
    return tuple(Axis(axis, len(names[axis]), found[axis], ordered=axis == "step") for axis in AXES)
