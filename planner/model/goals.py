"""Goals, in the planner's order: each an objective made of what the families said it costs."""

from pyomo.environ import Objective

from planner.model.algebra import Model, Sum, plus
from planner.scenario import Scenario


def aim(m: Model, goal: str, terms: Sum) -> None:
    """Add terms to a goal, by its name: "shortfall.1", "cost"."""
    m.aims.setdefault(goal, []).append(terms)


def aims(m: Model, scenario: Scenario) -> None:
    """Make the objectives; a goal to which no family added anything is a constant 0."""
    for level, goal in enumerate(scenario.goals, start=1):
        m.add_component(f"goal_{level}_{goal.name}", Objective(expr=plus(m.aims.get(goal.name, ())).expression))
