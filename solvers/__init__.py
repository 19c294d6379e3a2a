"""Mathematics only: a Program in, an Outcome out. No file formats, no nations, no names."""

from typing import TYPE_CHECKING, Any

from solvers.program import Aim, Axis, Event, Level, Limits, Outcome, Program

if TYPE_CHECKING:
    from solvers.client import Client, solve

__all__ = ["Aim", "Axis", "Client", "Event", "Level", "Limits", "Outcome", "Program", "solve"]


def __getattr__(name: str) -> Any:
    """Load the client on first use, so that reading a scenario starts no machinery for processes."""
    if name in {"Client", "solve"}:
        from solvers import client

        return getattr(client, name)
    raise AttributeError(f"module 'solvers' has no attribute {name!r}")
