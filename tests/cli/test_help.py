"""Help answers at once, loads nothing heavy, and shows a working example for every verb."""

import re
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from planner.cli import VERBS, app

HEAVY = ("pandas", "numpy", "pydantic", "pyomo", "highspy", "yaml", "rich", "jinja2")


def help_of(*words: str) -> str:
    result = CliRunner().invoke(app, [*words, "--help"])
    assert result.exit_code == 0
    return result.stdout


def test_help_loads_nothing_that_costs_time():
    code = (
        "import sys\nfrom planner.cli import main\nsys.argv = ['posture', '--help']\n"
        f"try:\n    main()\nexcept SystemExit:\n    sys.stderr.write(','.join(m for m in {HEAVY} if m in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "solve" in done.stdout
    assert done.stderr == ""


def test_help_answers_before_pandas_alone_would_be_loaded():
    commands = {"help": ["-m", "planner", "--help"], "pandas": ["-c", "import pandas"]}
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(5):  # side by side, so that a busy machine is busy for both
        for name, words in commands.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *words], capture_output=True, check=True)
            took[name].append(time.perf_counter() - began)
    assert min(took["help"]) < min(took["pandas"])


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example_that_its_help_explains(verb):
    text = help_of(verb)
    example = re.search(r"Example: (posture [^\n]+)", text)
    assert example, text
    words = example[1].split()
    assert words[1] == verb
    assert all(word in text.replace(example[0], "") for word in words if word.startswith("--"))


def test_the_first_help_names_every_verb_on_one_whole_line():
    text = help_of()
    for verb in VERBS:
        line = next(line for line in text.splitlines() if line.startswith(f"  {verb} "))
        assert line.endswith(".")
        assert not line.endswith("...")


def test_wrong_use_is_two_and_no_traceback():
    for words in (["fly"], ["solve"], ["solve", "no-such-folder"], ["show", "--nation"], ["verify", "--colour"]):
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 2, words
        assert "Traceback" not in result.output


def test_version():
    from planner import __version__

    assert CliRunner().invoke(app, ["--version"]).stdout == f"posture {__version__}\n"
