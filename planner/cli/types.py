"""The arguments that verbs share, and how their text is read."""

import re
from pathlib import Path
from typing import Annotated, TypeAlias

from typer import Argument, BadParameter, Context, Option

from planner.cli.app import RUNS

NUMBER = r"(\d+(?:\.\d+)?)"
SPAN = re.compile(rf"(?:{NUMBER}h)?(?:{NUMBER}m)?(?:{NUMBER}s)?")


def duration(text: str | float) -> float:
    """Return seconds of "90s", "5m", "1h", "1h30m", or of a plain number; it must be above 0."""
    plain = re.sub(r"\s", "", str(text).lower())
    span = SPAN.fullmatch(plain)
    if not re.fullmatch(NUMBER, plain) and not (plain and span):
        raise BadParameter(f"{text!r} is not a duration; write 90s, 5m or 1h")
    hours, minutes, seconds = (float(part or 0) for part in span.groups()) if span else (0.0, 0.0, float(plain))
    total = 3600 * hours + 60 * minutes + seconds
    if total <= 0:
        raise BadParameter("a time limit must be above 0; write 90s, 5m or 1h")
    return total


def share(text: str | float) -> float:
    """Return the share of "1%", "0.5 %" or "0.01", from 0 to below 1."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)\s*(%?)", str(text).strip())
    value = float(found[1]) / (100 if found[2] else 1) if found else -1.0
    if not 0 <= value < 1:
        raise BadParameter(f"{text!r} is not a gap; write 1% or 0.01, from 0 to below 100%")
    return value


def amount(text: str) -> float:
    """Return a number above 0."""
    try:
        value = float(text.replace("_", ""))
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise BadParameter(f"{text!r} is not an amount of work; write a number above 0")
    return value


def noted(context: Context, folder: Path | None) -> Path | None:
    """Note where runs lie, so that the log of a fault is put there too."""
    context.meta[RUNS] = folder
    return folder


ScenarioFile: TypeAlias = Annotated[
    Path, Argument(metavar="SCENARIO", help="A scenario file, or a folder with scenario.yaml.", exists=True)
]
RunName: TypeAlias = Annotated[str, Argument(metavar="[RUN]", help="A saved run: its id, its path, or latest.", show_default="latest")]
Root: TypeAlias = Annotated[
    Path | None,
    Option(
        "--root",
        metavar="DIR",
        help="Folder that no file named by the scenario may lie outside of.",
        show_default="that of the scenario",
        exists=True,
        file_okay=False,
    ),
]
OneOption: TypeAlias = Annotated[
    str | None, Option("--option", "-o", metavar="OPTION", help="An option of the scenario instead of its base.")
]
ManyOptions: TypeAlias = Annotated[
    list[str] | None,
    Option("--option", "-o", metavar="OPTION", help="An option of the scenario (base is the scenario itself); repeat it for several."),
]
Without: TypeAlias = Annotated[
    list[str] | None, Option("--without", metavar="RULE", help="Solve again without RULE and show what it changed; repeat it for several.")
]
AllOptions: TypeAlias = Annotated[bool, Option("--all-options", help="The base and every option of the scenario.")]
TimeLimit: TypeAlias = Annotated[
    float | None,
    Option("--time-limit", "-t", metavar="TIME", parser=duration, help="Longest search for each option: 90s, 5m, 1h.", show_default="5m"),
]
Gap: TypeAlias = Annotated[
    float, Option("--gap", metavar="SHARE", parser=share, help="Proven distance at which a goal counts as done: 1%.", show_default="0%")
]
Work: TypeAlias = Annotated[
    float | None,
    Option("--work", metavar="N", parser=amount, help="Counted work instead of the clock: the same N gives the same plan on any machine."),
]
RunsDir: TypeAlias = Annotated[
    Path | None, Option("--runs", metavar="DIR", callback=noted, help="Where runs lie.", show_default="./runs, or POSTURE_RUNS")
]
Quiet: TypeAlias = Annotated[bool, Option("--quiet", "-q", help="No progress and no plan, only what was saved.")]
Json: TypeAlias = Annotated[bool, Option("--json", help="JSON on stdout for a program; everything else on stderr.")]
