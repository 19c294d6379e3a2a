"""The command `posture`: one thin file a verb, nothing here that a notebook user would miss.

Verb files load fast: what costs time (pandas, Pyomo, rich) is imported where it is used, so that `posture --help` answers at once.
"""

from importlib import import_module

from planner.cli.app import app

VERBS = (
    "init",
    "diff",
    "check",
    "solve",
    "runs",
    "show",
    "verify",
    "conditions",
    "evaluate",
    "compare",
    "pins",
    "brief",
    "export",
    "schema",
    "migrate",
    "doctor",
)  # the order of the help

for _verb in VERBS:
    import_module(f"planner.cli.{_verb}")

__all__ = ["VERBS", "app", "main"]


def main() -> None:
    """Run the command; the console script and `python -m planner` both come here."""
    app(prog_name="posture")
