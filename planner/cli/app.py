"""The app on which every verb registers; what a verb raises ends here, as a sentence and an exit code, never as a traceback."""

import sys
from typing import Annotated, Any

from typer import Exit, Option, Typer
from typer.core import TyperGroup

RUNS = "posture.runs"  # in the context of a command: where runs lie, if --runs said it


class Verbs(TyperGroup):
    """All verbs, behind one edge."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb that was asked for."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # a reader that has left is noticed here, not when Python ends
        except BaseException as fault:  # noqa: BLE001  # this is the edge
            from planner.cli import faults

            raise Exit(faults.answer(fault, ctx.meta.get(RUNS))) from None
        return result


app = Typer(
    cls=Verbs,
    name="posture",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: it loads nothing and reads the same in a pipe
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine, 1 scenario, 2 wrong use, 3 no plan exists, 4 time over, 5 internal fault, 130 Ctrl-C, no plan.",
)


def _version(asked: bool) -> None:  # noqa: FBT001  # the shape of a Typer callback
    if asked:
        from planner import __version__

        print(f"posture {__version__}")
        raise Exit


Version = Annotated[bool, Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")]


@app.callback()
def start(*, version: Version = False) -> None:
    """Plan a force posture: national offers into one verified plan, options side by side, a brief for chiefs of staff.

    Begin: posture init my-plan, then posture solve my-plan
    """
