"""posture migrate: a scenario of an older format into one of this version's."""

from planner.cli.app import app
from planner.cli.types import ScenarioFile


@app.command()
def migrate(scenario: ScenarioFile) -> None:
    """Bring SCENARIO into the format of this version.

    There is one format so far, so that nothing is ever changed: the verb says in which format the file is written.

    Example: posture migrate my-plan
    """
    from planner.cli import screen
    from planner.scenario.migrate import migrate as migrated

    screen.say(migrated(scenario))
