"""Where a scenario may say `{table: file}`, and how the rows of the file become the block."""

from collections.abc import Mapping

from planner.scenario.document import Path

KEYS: Mapping[Path, str] = {  # keyed blocks, and the heading of their key column; `id` will do for any
    ("nations",): "nation", ("hosts",): "country", ("caveats",): "caveat", ("conditions",): "condition",
    ("capabilities",): "capability", ("unit_types",): "unit_type", ("substitutes",): "unit_type", ("offers",): "offer",
    ("sites",): "site", ("areas",): "area", ("routes",): "route", ("requirements",): "requirement",
    ("calendar", "phases"): "phase", ("training", "courses"): "course", ("training", "formations"): "formation",
    ("training", "targets"): "formation", ("equipment", "purchases"): "item", ("finance", "funds"): "fund",
    ("training", "stock"): "grade", ("training", "intake_per_month"): "grade", ("equipment", "stock"): "item",
    ("level_of_ambition",): "requirement", ("prices", "rates"): "currency",
}  # fmt: skip

VALUES: Mapping[Path, str] = {  # keyed blocks that say one value of each id, and the heading of its column
    ("training", "stock"): "people", ("training", "intake_per_month"): "people", ("equipment", "stock"): "quantity",
    ("level_of_ambition",): "share", ("prices", "rates"): "rate",
}  # fmt: skip

LISTS: frozenset[Path] = frozenset({  # lists of rows; * is any id or place
    ("pairs",), ("pins",), ("goals",), ("criteria",), ("placement_costs",), ("rounds",), ("baseline",), ("offers", "*"),
    ("equipment", "donations"), ("finance", "funds", "*", "pledges"), ("sites", "*", "expansion"), ("areas", "*", "limits"),
    ("areas", "*", "stay"), ("areas", "*", "requires"), ("brief", "decisions"), ("brief", "risks"), ("brief", "decision_points"),
})  # fmt: skip

WITH_TERMS: frozenset[Path] = frozenset({("baseline",)})  # lists whose table may have other keys beside it: rows take the place of its name

OFFERS: Path = ("offers",)


def block(path: Path) -> Path:
    """Return the path of the block that a path speaks of: its own, or that which an option changes."""
    return path[3:] if path[0] == "options" and path[2:3] == ("change",) else path


def takes_table(path: Path) -> bool:
    """Say whether a table may stand at a path."""
    here = block(path)
    return here in KEYS or any(len(here) == len(of) and all(o in ("*", h) for o, h in zip(of, here, strict=True)) for of in LISTS)
