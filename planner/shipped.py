"""The scenarios that come with the planner, wherever it is installed."""

from pathlib import Path


def scenarios() -> Path:
    """Return the folder of shipped scenarios: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def names() -> list[str]:
    """Return the names of the shipped scenarios, sorted."""
    return sorted(p.parent.name for p in scenarios().glob("*/scenario.yaml"))
