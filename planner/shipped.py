"""The scenarios that come with the planner, wherever it is installed."""

from pathlib import Path


def scenarios() -> Path:
    """Return the folder of shipped scenarios: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def names() -> list[str]:
    """Return the names of the shipped scenarios, sorted; the lessons aside."""
    return _below(scenarios(), "*/scenario.yaml")


def lessons() -> list[str]:
    """Return the names of the lessons, one small scenario a rule, sorted: lessons/rotation."""
    return _below(scenarios(), "lessons/*/scenario.yaml")


def _below(folder: Path, pattern: str) -> list[str]:
    return sorted(p.parent.relative_to(folder).as_posix() for p in folder.glob(pattern))
