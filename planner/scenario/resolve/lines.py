"""Requirement lines: given needs by step, minima, derived needs, and the sites in reach."""

from collections.abc import Mapping
from math import ceil, nan
from typing import Any

from planner.scenario.document import Path
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.reception import lifted
from planner.scenario.resolve.routes import fed
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.resolve.units import Rows
from planner.scenario.scenario import Derivation, Step
from planner.scenario.schema.requirements import DerivedNeed, FlowNeed, Least, RatioNeed, RequirementEntry, Resilience, Standby


def ambition(names: Names, selectors: Selectors) -> dict[str, float]:
    """Return by what share the levels of each line are scaled."""
    written, shares = names.file.level_of_ambition, dict.fromkeys(names.file.requirements, 1.0)
    if isinstance(written, Mapping):
        shares |= {line: s for line, s in written.items() if names.check_key("requirement", ("level_of_ambition", line))}
        return shares
    said: dict[str, Path] = {}
    for i, group in enumerate(written):
        path: Path = ("level_of_ambition", i, "lines")
        chosen = selectors.expand(group.lines, path, allowed=("requirements",))
        lines = set() if chosen is None else set(shares) if chosen.requirements is None else set(chosen.requirements)
        if twice := sorted(lines & said.keys()):
            first = names.document.mark(said[twice[0]])
            names.error(path, f"the level of {twice[0]} is scaled a second time; the first is {first}", "let each line be meant once")
        said |= dict.fromkeys(lines, path)
        shares |= dict.fromkeys(lines, group.share)
    return shares


def lines(names: Names, selectors: Selectors, steps: tuple[Step, ...]) -> tuple[Rows, tuple[Derivation, ...]]:
    """Return rows of the frames of requirements, and the needs that the posture makes."""
    scale = ambition(names, selectors)
    found: Rows = {"requirements": [], "min_contributions": [], "reach": [], "needs": []}
    derivations: list[Derivation] = []
    for name, entry in sorted(names.file.requirements.items()):
        path: Path = ("requirements", name)
        derived = _derived(name, entry, names)
        found["requirements"].append(_requirement(name, entry, derived, names))
        found["min_contributions"] += _min_contributions(name, entry, names)
        found["reach"] += [{"requirement": name, "site": s} for s in selectors.area(entry.area, (*path, "area"))]
        found["needs"] += _needs(name, entry, scale[name], steps, names)
        derivations += _derivations(name, entry, scale[name], names, selectors)
    return found, tuple(derivations)


def _derived(name: str, entry: RequirementEntry, names: Names) -> str:
    """Return what makes the need of a line: nothing (given), ratio, flow or courses; one line has one maker."""
    path: Path = ("requirements", name)
    makers = {c: _maker(need) for c, need in entry.needs.items()}
    kinds = sorted(set(makers.values()))
    if len(kinds) > 1:
        words = " and ".join(k or "given" for k in kinds)
        names.error((*path, "needs"), f"the needs of {name} are partly {words}", "write two lines")
    for capability in entry.needs:
        names.check_key("capability", (*path, "needs", capability))
    kind = max(kinds)
    if kind == "courses":
        names.note(path, f"{name}: a need by {kind} is read, not yet planned", "until then it needs nothing")
    _only_if_derived(name, entry, kind, names)
    return kind


def _maker(need: DerivedNeed | Mapping[str, float]) -> str:
    if not isinstance(need, DerivedNeed):
        return ""
    return "ratio" if isinstance(need.derived, RatioNeed) else "flow" if isinstance(need.derived, FlowNeed) else "courses"


def _only_if_derived(name: str, entry: RequirementEntry, kind: str, names: Names) -> None:
    path: Path = ("requirements", name)
    for key in ("cover", "hard"):
        if getattr(entry, key) and not kind:
            names.error((*path, key), f"{name} is given, and only a derived line can be '{key}'", f"take {key} away")
    if kind and entry.minimum is not None:
        names.warn((*path, "minimum"), f"{name} is derived: its minimum is not used", "take it away, or mark the line hard")


def _requirement(name: str, entry: RequirementEntry, derived: str, names: Names) -> dict[str, Any]:
    path: Path = ("requirements", name)
    for i, nation in enumerate(entry.lead.nations if entry.lead else ()):
        names.check("nation", nation, (*path, "lead", "nations", i))
    if entry.whole:
        names.check("unit_type", entry.whole.unit_type, (*path, "whole", "unit_type"))
    losses = _losses(name, entry.resilience, names)
    return {
        "requirement": name,
        "title": entry.title or name,
        "pillar": entry.pillar,
        "priority": entry.priority,
        "weight": entry.weight,
        "domain": entry.domain or "",
        "derived": derived,
        "cover": entry.cover,
        "hard": entry.hard,
        "lead": tuple(sorted(set(entry.lead.nations))) if entry.lead else (),
        "lead_share": entry.lead.min_share if entry.lead else 0.0,
        "lead_fixed": entry.lead.fixed if entry.lead else False,
        "max_nations": nan if entry.max_nations is None else float(entry.max_nations),
        "whole_unit_type": entry.whole.unit_type if entry.whole else "",
        "whole_share": entry.whole.share if entry.whole else 0.0,
        "n_minus_1": entry.resilience is not None,
        "loss_of": entry.resilience.loss_of if entry.resilience else "nation",
        "losses": losses,
        "standby": entry.standby is not None,
        "backs": _backed(name, entry.standby, names),
        "basis": entry.basis or "",
        "source": entry.source or "",
        "confidence": entry.confidence or "",
    }


def _losses(name: str, resilience: Resilience | None, names: Names) -> tuple[str, ...]:
    """Return whose loss a line must survive, each by itself; none for every nation or every site."""
    if resilience is None or ("loss_of" in names.excused and "loss_of" not in resilience.model_fields_set):
        return ()  # of what these are the names was not understood
    path: Path = ("requirements", name, "resilience")
    if resilience.loss_of == "group" and not resilience.names:
        names.error(path, f"{name} must survive the loss of a group, and names none", "add names: [...], the groups, each by itself")
    lost = resilience.names or []
    return tuple(sorted({x for i, x in enumerate(lost) if names.check(resilience.loss_of, x, names.item((*path, "names"), i))}))


def _backed(name: str, standby: Standby | None, names: Names) -> tuple[str, ...]:
    """Return the lines that a stand-by backs: others, which are themselves in place."""
    found = set()
    for i, line in enumerate(standby.backs if standby else ()):
        path = names.item(("requirements", name, "standby", "backs"), i)
        if not names.check("requirement", line, path):
            continue
        if line == name or names.file.requirements[line].standby:
            what = f"{name} backs {'itself' if line == name else f'{line}, which is a stand-by itself'}"
            names.error(path, what, "name lines whose units are in place")
        found.add(line)
    return tuple(sorted(found))


def _min_contributions(name: str, entry: RequirementEntry, names: Names) -> list[dict[str, Any]]:
    path: Path = ("requirements", name, "min_contribution")
    known = {m: m == "personnel" or names.check_key("capability", (*path, m)) for m in entry.min_contribution or {}}
    return [{"requirement": name, "measure": m, "amount": a} for m, a in (entry.min_contribution or {}).items() if known[m]]


def _needs(name: str, entry: RequirementEntry, scale: float, steps: tuple[Step, ...], names: Names) -> list[dict[str, Any]]:
    path: Path = ("requirements", name)
    minima = _minima(name, entry, names)
    rows = []
    for capability, need in entry.needs.items():
        if isinstance(need, DerivedNeed):
            continue
        for phase in need:
            names.check_key("phase", (*path, "needs", capability, phase))
        least = minima.get(capability, Least())
        for number, step in enumerate(steps):
            level = need.get(step.phase, 0.0) * scale
            if level > 0:
                rows.append(
                    {"requirement": name, "capability": capability, "step": number, "level": level, "minimum": _minimum(least, level)}
                )
        _judge_minimum(least, max(need.values(), default=0.0) * scale, (*path, "minimum"), names)
    return rows


def _minima(name: str, entry: RequirementEntry, names: Names) -> dict[str, Least]:
    if not isinstance(entry.minimum, dict):
        return dict.fromkeys(entry.needs, entry.minimum) if entry.minimum else {}
    path: Path = ("requirements", name, "minimum")
    for capability in entry.minimum:
        if names.check_key("capability", (*path, capability)) and capability not in entry.needs:
            names.error((*path, capability), f"{name} does not need {capability}", "give minima of what the line needs")
    return entry.minimum


def _minimum(least: Least, level: float) -> float:
    """Return the minimum in units of capability; a share is rounded up to whole units."""
    return float(ceil(least.share * level - 1e-9)) if least.share is not None else least.amount or 0.0


def _judge_minimum(least: Least, most: float, path: Path, names: Names) -> None:
    if least.amount is not None and most and least.amount > most:
        names.warn(
            path, f"the minimum of {least.amount:g} is above the largest level, {most:g}", "a minimum that is a share follows the level"
        )


def _derivations(name: str, entry: RequirementEntry, scale: float, names: Names, selectors: Selectors) -> list[Derivation]:
    found = []
    for capability, need in sorted(entry.needs.items()):
        path: Path = ("requirements", name, "needs", capability, "derived")
        if not isinstance(need, DerivedNeed):
            continue
        if isinstance(need.derived, FlowNeed) and names.check("supply", need.derived.flow, (*path, "flow")):
            found.append(Derivation(name, capability, scale, need.derived.flow, fed(names, path), names.place(*path), "flow"))
        if not isinstance(need.derived, RatioNeed):
            continue
        select = selectors.expand(need.derived.per, (*path, "per"))
        of, kind = need.derived.of, "lift" if need.derived.of == "lift" else "ratio"
        if kind == "lift" and select is not None:
            lifted(names, select, name, (*path, "of"))
        elif of != "personnel":
            names.check("capability", of, (*path, "of"))
        if select is not None:
            found.append(Derivation(name, capability, need.derived.ratio * scale, of, select, names.place(*path), kind))
    return found
