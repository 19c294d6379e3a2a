"""Substitution: what stands in for what, directly or over a chain, and how each unit type comes to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, TypeAlias

from planner.scenario.document import Path
from planner.scenario.resolve.names import Names

TIE = 1e-12  # products that differ by less are the same: then the shorter chain is taken


@dataclass(frozen=True)
class Link:
    """One thing stands in for a capability: units of it that one unit makes, and the most of a level that may come so."""

    capability: str
    share: float
    max_share: float


@dataclass(frozen=True)
class Chain:
    """How a unit type comes to a capability: over what, how much of it one unit gives, and the limit of the last link."""

    path: tuple[str, ...]
    amount: float
    max_share: float = nan

    def on(self, link: Link) -> "Chain":
        """Return the chain with one link more."""
        return Chain((*self.path, link.capability), self.amount * link.share, link.max_share)

    def beats(self, other: "Chain | None") -> bool:
        """Say whether it gives more, or as much by a shorter way (of two as short, the first by name)."""
        if other is None or abs(self.amount - other.amount) > TIE * other.amount:
            return other is None or self.amount > other.amount
        return (len(self.path), self.path) < (len(other.path), other.path)


Links: TypeAlias = Mapping[str, Sequence[Link]]


def substitutes(names: Names) -> list[dict[str, Any]]:
    """Return rows of the frame of substitutes: of each unit type, what it gives of each capability that it does not provide by itself."""
    links = {key: _links(key, names) for key in names.file.substitutes}
    types = names.file.unit_types
    onward = {key: found for key, found in links.items() if key not in types}
    if _grows(onward, names):
        return []
    return [
        {"unit_type": unit_type, "capability": capability, "amount": chain.amount, "max_share": chain.max_share, "path": chain.path}
        for unit_type, entry in types.items()
        for capability, chain in sorted(_best(unit_type, entry.provides, links.get(unit_type, ()), onward).items())
        if capability not in entry.provides
    ]


def _links(key: str, names: Names) -> list[Link]:
    """Return what stands in for what by one entry: its key is a unit type, else a capability."""
    entry, path = names.file.substitutes[key], ("substitutes", key)
    if not names.check_key("unit type or capability", path):
        return []
    gives = entry.model_extra or {}
    if not gives:
        names.error(path, f"what {key} substitutes for is not said", "write capability: share, as in manoeuvre_coy: 50%")
    pairs = [(c, share) for c, share in gives.items() if names.check_key("capability", (*path, c)) and _sound(key, c, path, names)]
    for capability, share in pairs:
        if share > 1:
            what = f"one {key} stands in for {share:g} {capability}: what stands in for one is seldom worth more than one"
            names.warn((*path, capability), what, "write a share up to 100%, unless one does the work of several")
    return [Link(c, share, nan if entry.max_share is None else entry.max_share) for c, share in pairs if share > 0]


def _sound(key: str, capability: str, path: Path, names: Names) -> bool:
    """Refuse what stands in for what it is already."""
    unit_type = names.file.unit_types.get(key)
    if unit_type is not None and capability in unit_type.provides:
        names.error((*path, capability), f"{key} provides {capability} by itself", "take the substitution away")
    elif unit_type is None and capability == key:
        names.error((*path, capability), f"{key} stands in for itself", "take the substitution away")
    else:
        return True
    return False


def _best(unit_type: str, provides: Mapping[str, float], direct: Sequence[Link], onward: Links) -> dict[str, Chain]:
    """Return the best chain to each capability that one unit of a type comes to; what it provides by itself is where chains begin too."""
    found: dict[str, Chain] = {}
    chains = [Chain((unit_type, c), amount) for c, amount in provides.items() if amount > 0]
    chains += [Chain((unit_type,), 1.0).on(link) for link in direct]
    while chains:
        better: dict[str, Chain] = {}
        for chain in chains:
            if chain.beats(found.get(chain.path[-1])):
                found[chain.path[-1]] = better[chain.path[-1]] = chain
        chains = [chain.on(link) for capability, chain in better.items() for link in onward.get(capability, ())]
    return found


def _grows(links: Links, names: Names) -> bool:
    """Say whether substitution goes round and makes more of a capability than there was: an error at a key of that circle."""
    most = {c: 1.0 for key, found in links.items() for c in (key, *(link.capability for link in found))}
    before: dict[str, str] = {}
    last = ""
    for _ in range(len(most) + 1):
        last = ""
        for key, link in ((key, link) for key, found in links.items() for link in found):
            if most[key] * link.share > most[link.capability] * (1 + TIE):
                most[link.capability], before[link.capability], last = most[key] * link.share, key, link.capability
        if not last:
            return False
    for _ in most:  # what still grows is fed by a circle: so many steps back end inside it
        last = before[last]
    circle = [last]
    while before[circle[-1]] != last:
        circle.append(before[circle[-1]])
    words = " → ".join([last, *reversed(circle)])
    names.error(("substitutes", last), f"substitution goes round and makes more than there was: {words}", "lower a share of this circle")
    return True
