"""The doctor finds what is wrong with an installation, and says what to do about it."""

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

import solvers
from planner import doctor
from planner.cli import app

HOME = Path(__file__).parents[1]


def found(what: str, runs: Path | None = None) -> doctor.Finding:
    return next(f for f in doctor.examine(runs) if f.what == what)


def test_a_sound_installation_is_fit(tmp_path):
    findings = {f.what: f for f in doctor.examine(tmp_path)}
    assert all(f.state == "fine" for f in findings.values()), findings
    assert {"python", "highspy", "pyomo", "solvers", "machine", "runs", "solver", "trial"} <= set(findings)
    assert "proven and verified" in findings["trial"].found


def test_the_verb_marks_what_is_wrong_and_ends_with_five(monkeypatch, tmp_path):
    monkeypatch.setattr(
        doctor, "examine", lambda _: iter([doctor.Finding("highspy", "1.0", "wrong", "pip install it"), doctor.Finding("python", "3")])
    )
    said = CliRunner().invoke(app, ["doctor", "--runs", str(tmp_path)])
    assert said.exit_code == 5
    assert [line for line in said.stdout.splitlines() if line.startswith("! highspy")]
    assert "-> pip install it" in said.stdout
    assert "1 wrong." in said.stdout


def test_a_version_that_was_not_asked_for_is_wrong(monkeypatch, tmp_path):
    true = metadata.version
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "1.14.0" if name == "highspy" else true(name))
    bad = found("highspy", tmp_path)
    assert (bad.state, bad.found) == ("wrong", "1.14.0")
    assert "==1.15.1" in bad.hint


def test_a_package_that_is_missing_is_wrong(monkeypatch, tmp_path):
    def version(name: str) -> str:
        if name == "pyomo":
            raise metadata.PackageNotFoundError(name)
        return "99"

    monkeypatch.setattr(doctor.metadata, "version", version)
    assert found("pyomo", tmp_path).state == "wrong"


def test_a_package_that_shadows_ours_is_told(tmp_path):
    """A stranger's `reports` that comes first on the path would be taken for ours."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "__init__.py").write_text("")
    code = "from planner import doctor; print(*[f for f in doctor._shadowed() if f.state == 'wrong'], sep='\\n')"
    path = f"{tmp_path}:{HOME}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": path}, cwd=tmp_path)
    assert "what='reports'" in done.stdout
    assert str(tmp_path) in done.stdout
    assert "what='solvers'" not in done.stdout


def test_a_distribution_that_brings_the_same_name_is_worth_a_look(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor.metadata, "packages_distributions", lambda: {"planner": ["day-planner"]})
    two = found("planner", tmp_path)
    assert (two.state, two.found) == ("look", "ours, and day-planner brings one too")


def test_a_folder_that_takes_no_file_is_wrong(monkeypatch, tmp_path):
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", full)
    said = found("runs", tmp_path)
    assert said.state == "wrong"
    assert "No space left on device" in said.found


def test_a_folder_that_is_not_there_yet_is_looked_for_above(tmp_path):
    assert found("runs", tmp_path / "not" / "yet").state == "fine"


@pytest.mark.parametrize("what", ["solver", "trial"])
def test_a_solver_that_cannot_run_is_wrong_and_ends_nothing(monkeypatch, tmp_path, what):
    def broken(*_: object, **__: object) -> None:
        raise ImportError("libhighs is missing")

    monkeypatch.setattr(solvers, "solve", broken, raising=False)
    said = found(what, tmp_path)
    assert said.state == "wrong"
    assert "libhighs is missing" in said.found
