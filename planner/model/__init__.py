"""Scenario and placements into a Program: the only code that knows Pyomo."""
