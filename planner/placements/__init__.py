"""What is admissible, and every reason why the rest is not."""

from planner.placements.admit import placements
from planner.placements.admitted import Placements, Reason

__all__ = ["Placements", "Reason", "placements"]
