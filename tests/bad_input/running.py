"""What goes wrong while the command runs: limits that cannot be meant, a scenario that changes, a run that is not there."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import solvers
from tests.bad_input.catalogue import Case, in_process
from tests.bad_input.files import nothing

LIMITS = [
    ("--time-limit", "0", "a time limit must be above 0"),
    ("--time-limit", "0m", "a time limit must be above 0"),
    ("--time-limit", "-5m", "'-5m' is not a duration"),
    ("--time-limit", "soon", "'soon' is not a duration; write 90s, 5m or 1h"),
    ("--gap", "200%", "'200%' is not a gap; write 1% or 0.01"),
    ("--work", "0", "'0' is not an amount of work"),
    ("--work", "nan", "'nan' is not an amount of work"),
]


def changed_meanwhile(words: Sequence[str], folder: Path) -> tuple[int, str]:
    """Let somebody save another scenario while the solver works, and put the first one back at the end."""
    solve, file = solvers.solve, folder / "plan" / "scenario.yaml"
    first = file.read_bytes()

    def meanwhile(*given, **more):
        file.write_text("format: 1\n", encoding="utf-8")
        return solve(*given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solvers, "solve", meanwhile)
        answer = in_process(words, folder)
    file.write_bytes(first)
    return answer


def use(kind: str, says: str, *words: str, code: int = 2) -> Case:
    """Return a case of wrong use: nothing is spoilt but the words."""
    return Case(kind, nothing, says, severity="none", code=code, words=words)


CASES = [
    *[use(f"{option[2:].replace('-', ' ')} of {value}", says, "solve", "plan", option, value) for option, value, says in LIMITS],
    Case(
        "scenario changed while solving",
        nothing,
        "plan/scenario.yaml changed while it was solved",
        "Solve again",
        "none",
        0,
        ("solve", "plan", "--time-limit", "60s"),
        changed_meanwhile,
    ),
    use("run that is not there", "no run in runs; make one with: posture solve SCENARIO", "show", "latest"),
    use("unknown verb", "No such command 'sovle'", "sovle", "plan"),
    use("unknown flag", "--time-limi", "solve", "plan", "--time-limi", "5m"),
]
