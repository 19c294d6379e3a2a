"""posture schema: the format of a scenario, for editors and for readers."""

from pathlib import Path
from typing import Annotated

from typer import Option

from planner.cli.app import app

Markdown = Annotated[bool, Option("--markdown", help="The Markdown reference instead of the JSON Schema.")]
To = Annotated[Path | None, Option("--to", metavar="FILE", help="Write to a file.", show_default="stdout")]


@app.command()
def schema(*, markdown: Markdown = False, to: To = None) -> None:
    """Print the JSON Schema of a scenario, or its reference.

    Both come from what reads the file.

    Example: posture schema --to scenario.schema.json
    """
    import json

    from planner import store
    from planner.cli import screen
    from planner.scenario.schema import json_schema, reference

    text = reference() if markdown else json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if to:
        store.write(to, text)
        screen.say(f"Written: {to}")
    else:
        print(text, end="")
