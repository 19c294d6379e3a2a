"""Mathematics only: a Program in, an Outcome out. No file formats, no nations, no names."""

from solvers.program import Aim, Axis, Event, Level, Limits, Outcome, Program

__all__ = ["Aim", "Axis", "Event", "Level", "Limits", "Outcome", "Program"]
