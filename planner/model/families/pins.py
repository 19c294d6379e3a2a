"""Pins, as rows: decisions already taken. In each step of a pin, at_least <= sum of place <= at_most."""

import math

import numpy as np

from planner.model.algebra import Model, constrain, units
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add both sides of each pin in each of its steps."""
    for number, pin in enumerate(scenario.pins):
        meant = pin.select.match(m.posture).to_numpy()
        for step in pin.steps:
            at = np.flatnonzero(meant & (m.posture["step"] == step).to_numpy())
            if pin.at_least > 0:
                constrain(m, "pins_least", (number, step), units(m, at), lower=pin.at_least)
            if math.isfinite(pin.at_most):
                constrain(m, "pins_most", (number, step), units(m, at), upper=pin.at_most)
