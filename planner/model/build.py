"""Scenario and placements into a Program: the decisions first, then one family of rows after the other, then the goals."""

from pathlib import Path

from pyomo.common.gc_manager import PauseGC
from pyomo.environ import Objective

from planner.model.algebra import Model
from planner.model.compile import program
from planner.model.families import NAMES, family
from planner.model.goals import aims
from planner.model.posture import decisions
from planner.placements import Placements
from planner.scenario import Scenario
from solvers.program import Program


def build(scenario: Scenario, placements: Placements, without: frozenset[str] = frozenset()) -> Program:
    """Return the Program of a scenario.

    Parameters
    ----------
    without
        Names of families to leave out, for questions of the kind "what does this rule cost".
    """
    m = model(scenario, placements, without)
    return program(m, scenario)


def write(scenario: Scenario, placements: Placements, path: Path, without: frozenset[str] = frozenset()) -> None:
    """Write the model with readable names, as LP or MPS by the path's suffix; the objective is the first goal."""
    m = model(scenario, placements, without)
    for later in list(m.component_data_objects(Objective, active=True))[1:]:
        later.deactivate()
    m.write(str(path), io_options={"symbolic_solver_labels": True})


def model(scenario: Scenario, placements: Placements, without: frozenset[str] = frozenset()) -> Model:
    """Return the Pyomo model: what is decided, the rows of each family, and the goals in order."""
    if unknown := without - set(NAMES):
        raise ValueError(f"no family is called {sorted(unknown)}")
    with PauseGC():  # a model is a million small objects, all of them kept
        m = decisions(scenario, placements)
        if "rotation" in without:
            m.supply_of[:] = m.ub.sum()  # what offers supply bounds nothing where no row holds them to it
        for name in NAMES:
            if name not in without:
                family(name).rows(m, scenario, placements)
        aims(m, scenario)
    return m
