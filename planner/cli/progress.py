"""Live progress of a solve: on a terminal one frame that replaces the last, elsewhere one plain line a change; always on stderr."""

import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from planner.cli import screen

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live
    from rich.text import Text

    from planner.narrate import Frame, Narrator, Row
    from planner.plan import Plan
    from solvers import Event

GLYPHS = {"proven": "●", "within": "◆", "searching": "◆", "stopped": "▼", "skipped": "·", "waits": "·"}
COLOURS = {"proven": "#CFE8F3", "within": "#F2C14E", "searching": "bold #F2C14E", "stopped": "#8C2D04", "skipped": "dim", "waits": "dim"}
WIDTH = 80
REFRESH = 4  # frames a second: what moves is a number


class Progress:
    """Shows what a narrator says while a solve runs. Used as a context; `tell` is what the conductor calls."""

    def __init__(self, narrator: "Narrator", seconds: float | None, *, quiet: bool = False) -> None:
        self._narrator = narrator
        self._limit = seconds
        self._quiet = quiet
        self._console = screen.console(to_stderr=True)
        self._live: Live | None = None
        self._began = time.monotonic()
        self._closing = ""

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        if self._console.is_terminal and not self._console.is_dumb_terminal and not self._quiet:
            from rich.live import Live

            self._live = Live(get_renderable=self._picture, console=self._console, refresh_per_second=REFRESH)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            with suppress(OSError):  # the terminal was closed
                self._live.stop()

    def tell(self, event: "Event", plan: "Plan | None" = None) -> None:
        """Take in one event; off a terminal, print the sentence that it makes."""
        said = self._narrator.tell(replace(event, seconds=self._elapsed()), plan)  # one clock for all that is shown
        if said:
            self._say(said)

    def end(self, plan: "Plan", text: str) -> None:
        """Show the plan that came of it, and how it ended."""
        self._narrator.end(plan)
        self._closing, self._limit = text, None
        self._say(f"{self._elapsed():.1f} s {text}")

    def stopping(self, text: str) -> None:
        """Say that a stop was asked for."""
        self._closing = text
        self._say(text)

    def _say(self, text: str) -> None:
        """Print a line where no frame is shown; nothing more once nobody can read it, for the search goes on."""
        if not self._live and not self._quiet:
            try:
                screen.say(text, to_stderr=True)
            except OSError:
                self._quiet = True

    def _elapsed(self) -> float:
        return time.monotonic() - self._began

    def _picture(self) -> "RenderableType":
        frame = self._narrator.frame()
        closing = self._closing or ("Ctrl-C stops, verifies and saves this plan" if frame.planned else "Ctrl-C stops")
        return picture(frame, self._elapsed(), self._limit, closing, min(WIDTH, self._console.width))


def picture(frame: "Frame", elapsed: float, limit: float | None, closing: str, width: int = WIDTH) -> "Text":
    """Return one frame: goals with plan, bound and gap; how much is proven and filled; the last change."""
    from rich.text import Text

    marking = f" {screen.inert(frame.marking)} "
    left = f", at most {clock(max(0.0, limit - elapsed))} left" if limit is not None else ""
    clocked = f"{clock(elapsed)} elapsed{left}"
    rule = ("─" * width + "\n", "dim")
    shown = Text.assemble(rule, (marking, "reverse"), f"{clocked:>{max(1, width - len(marking))}}\n\n")
    shown.append(f"    goal{'plan':>29}  {'bound':>9}  {'gap':>7}   {'state':<11}{'at':>8}\n", "dim")
    for number, row in enumerate(frame.rows, start=1):
        shown.append_text(_goal(number, row))
    shown.append(f"\n proven   {'█' * frame.proven}{'░' * (len(frame.rows) - frame.proven)}  {frame.proven} of {len(frame.rows)} goals\n")
    for name, text in (("filled", frame.filled), ("last", frame.last), ("worth", frame.worth)):
        if text:
            shown.append(_paragraph(name, screen.inert(text), width))
    return Text.assemble(shown, f" {closing}\n", rule)


def _goal(number: int, row: "Row") -> "Text":
    from rich.text import Text

    colour = COLOURS.get(row.state, "")
    plan = (f"{row.plan:>{33 - len(row.goal)}}", "bold" if row.state == "searching" else "")
    state = (f"{GLYPHS.get(row.state, '·')} {row.state:<9}", colour)
    return Text.assemble(f"{number:>3} {row.goal}", plan, f"  {row.bound:>9}  {row.gap:>7}   ", state, f"{row.at:>8}".rstrip() + "\n")


def _paragraph(name: str, text: str, width: int) -> str:
    import textwrap

    lines = textwrap.wrap(text, width - 10, max_lines=2, placeholder=" …") or [""]
    return f" {name:<8} {lines[0]}\n" + "".join(f"{'':10}{line}\n" for line in lines[1:])


def clock(seconds: float) -> str:
    """Return minutes and seconds, with hours where there are any."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
