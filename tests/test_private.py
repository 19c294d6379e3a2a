"""What a package keeps for itself stays there: nobody outside it imports a module or a name that begins with an underscore."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("planner", "solvers", "reports")


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of everything that a module imports by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def strangers(importer: str, names: Iterator[str]) -> list[str]:
    """Return the private names of ours that a module imports from a package in which it does not lie."""
    found = []
    for name in names:
        parts = name.split(".")
        private = next((n for n, part in enumerate(parts) if part.startswith("_") and not part.startswith("__")), None)
        if parts[0] in PACKAGES and private is not None and not f"{importer}.".startswith(".".join(parts[:private]) + "."):
            found.append(f"{importer} imports {name}")
    return found


def test_no_module_imports_what_another_package_keeps_for_itself():
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            importer = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found += strangers(importer, imported(ast.parse(path.read_text(encoding="utf-8"))))
    assert found == []


def test_a_stranger_is_seen_and_a_member_is_not():
    tree = ast.parse(
        "from planner.rules._tiers import RANK\nimport planner.rules._basis\nfrom os import _exit\nfrom planner import __version__"
    )
    assert strangers("planner.study.basis", imported(tree)) == [
        "planner.study.basis imports planner.rules._tiers.RANK",
        "planner.study.basis imports planner.rules._basis",
    ]
    assert strangers("planner.rules.coverage", imported(tree)) == []
