"""Selectors into sets of ids: groups, kinds, countries, domains, pillars and `_not` expanded; one that matches nothing is an error.

A selector matches nothing if no nation, offer, unit type, site or line has all that it asks of it; but also if its parts exist and never
meet: no offer is both of the nation and of the unit type, or no line reaches any of the sites.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from planner.scenario import schema
from planner.scenario.document import Path
from planner.scenario.resolve.names import Names
from planner.scenario.selector import Selector

UNPLANNED = ("lead", "purpose")

# For each field of a Selector: the keys that speak of it, and what a thing must have to be meant by the key.
KEYS: Mapping[str, tuple[str, ...]] = {
    "nations": ("nation", "group"),
    "offers": ("offer",),
    "unit_types": ("unit_type", "domain"),
    "sites": ("site", "country", "kind"),
    "requirements": ("requirement", "pillar"),
}
OFFERED = ("offers", "nations", "unit_types")  # fields that meet in an offer
REACHED = ("requirements", "sites")  # fields that meet where a line reaches a site
EVERYTHING = Selector()
SHOWN = 4  # things that a hint names for each key; the others are counted


class Selectors:
    """The selectors of one document."""

    def __init__(self, names: Names) -> None:
        self.names = names
        file = names.file
        self.things: Mapping[str, Mapping[str, Any]] = {
            "nations": file.nations,
            "offers": file.offers,
            "unit_types": file.unit_types,
            "sites": file.sites,
            "requirements": file.requirements,
        }

    def expand(
        self, written: schema.Selector | None, path: Path, allowed: Iterable[str] = tuple(KEYS), aside: Iterable[str] = ()
    ) -> Selector | None:
        """Return the sets of ids that a selector means. Keys `aside` are only checked: whoever asks reads them himself.

        None, after an error or a note at its place, if it names what is not there, matches nothing, speaks of fields that are not
        `allowed`, or has a key that is not planned yet: whoever asked must then leave its rule out, never apply it to everything.
        """
        if written is None:
            return EVERYTHING
        said = {
            k: getattr(written, k)
            for k in sorted(written.model_fields_set)
            if k in schema.Selector.model_fields and getattr(written, k) is not None
        }
        known = self._known(said, path)
        said = {key: values for key, values in said.items() if key.removesuffix("_not") not in aside}
        planned = self._planned(said, path)
        if not known or not planned or not self._spoken(said, path, frozenset(allowed)):
            return None
        fields: dict[str, frozenset[str]] = {}
        for field, keys in KEYS.items():
            mine = {k: v for k, v in said.items() if k.removesuffix("_not") in keys}
            if not mine:
                continue
            fields[field] = self._meant(field, mine)
            if not fields[field]:
                self._nothing(mine, path, {k: self._meant(field, {k: v}) for k, v in mine.items()})
                return None
        return Selector(**fields) if self._meet(fields, said, path) else None

    def _meant(self, field: str, said: Mapping[str, list[str]]) -> frozenset[str]:
        """Return the things of a field that have all that is said of them."""
        return frozenset(name for name, thing in self.things[field].items() if all(_fits(k, v, name, thing) for k, v in said.items()))

    def _meet(self, fields: Mapping[str, frozenset[str]], said: Mapping[str, list[str]], path: Path) -> bool:
        """Say whether the parts of a selector meet in some offer, and where some line reaches a site; if not, that is an error.

        A part that meets nothing even by itself, such as a nation without an offer, is no slip of the selector.
        """
        for together, named in ((OFFERED, 0), (REACHED, 1)):
            parts = [f for f in together if f in fields]
            if len(parts) < 2:
                continue
            tuples = self._offered if together is OFFERED else self._reached
            alone = {f: {t for t in tuples if t[together.index(f)] in fields[f]} for f in parts}
            if all(alone.values()) and not set.intersection(*alone.values()):
                of = {k: f for k in said for f in alone if k.removesuffix("_not") in KEYS[f]}
                self._nothing({k: said[k] for k in of}, path, {k: {t[named] for t in alone[f]} for k, f in of.items()})
                return False
        return True

    @cached_property
    def _offered(self) -> set[tuple[str, ...]]:
        """Return every offer with its nation and unit type; of tiers, what any row says."""
        rows = [(name, row) for name, offer in self.names.file.offers.items() for row in offer]
        nation = {name: row.nation for name, row in rows if row.nation}
        unit_type = {name: row.unit_type for name, row in rows if row.unit_type}
        return {(name, nation.get(name, ""), unit_type.get(name, "")) for name, _ in rows}

    @cached_property
    def _reached(self) -> set[tuple[str, ...]]:
        """Return every line with every site in its area; what is wrong with an area is told where the line itself is resolved."""
        quiet = Selectors(Names(self.names.document, self.names.file, []))
        return {(line, site) for line, entry in self.names.file.requirements.items() for site in quiet.area(entry.area, ())}

    def area(self, written: list[str] | schema.Selector | None, path: Path) -> frozenset[str]:
        """Return the sites that a list of ids or a selector of sites means; all if nothing is said."""
        if isinstance(written, list):
            return frozenset(s for i, s in enumerate(written) if self.names.check("site", s, (*path, i)))
        found = self.expand(written, path, allowed=("sites",))
        everywhere = frozenset(self.names.file.sites)
        return frozenset() if found is None else everywhere if found.sites is None else found.sites

    def _nothing(self, said: Mapping[str, list[str]], path: Path, alone: Mapping[str, Iterable[str]]) -> None:
        """Say that parts of a selector match nothing together, and what each matches by itself."""
        words = ", ".join(f"{k}: {', '.join(v)}" for k, v in said.items())
        by_itself = "; ".join(f"{k}: {', '.join(v)} alone matches {_few(alone[k])}" for k, v in said.items())
        way_out = "; take one of them away" if len(said) > 1 else ""
        self.names.error((*path, next(iter(said))), f"this selector matches nothing ({words})", by_itself + way_out)

    def _planned(self, said: Mapping[str, Any], path: Path) -> bool:
        later = [k for k in said if k.removesuffix("_not") in UNPLANNED]
        for key in later:
            self.names.note((*path, key), f"a selector by {key}: read, not yet planned", "what it selects is left out")
        return not later

    def _known(self, said: Mapping[str, list[str]], path: Path) -> bool:
        kinds = {key: "nation" if key.startswith("lead") else key.removesuffix("_not") for key in said if not key.startswith("purpose")}
        named = [(kind, name, (*path, key, i)) for key, kind in kinds.items() for i, name in enumerate(said[key])]
        wrong = [name for kind, name, place in named if not self.names.check(kind, name, place)]
        return not wrong

    def _spoken(self, said: Mapping[str, Any], path: Path, allowed: frozenset[str]) -> bool:
        words = [key for field in KEYS if field in allowed for key in KEYS[field]]
        wrong = [k for k in said if k.removesuffix("_not") not in words]
        for key in wrong:
            self.names.error((*path, key), f"'{key}' says nothing here", f"select by {', '.join(words)}")
        return not wrong


def _fits(key: str, values: list[str], name: str, thing: Any) -> bool:
    wanted = bool(TRAITS[key.removesuffix("_not")](name, thing) & set(values))
    return wanted != key.endswith("_not")


def _few(things: Iterable[str]) -> str:
    """Name the first few of many things, and how many more there are."""
    found = sorted(things)
    return (", ".join(found[:SHOWN]) + (f" and {len(found) - SHOWN} more" if len(found) > SHOWN else "")) or "nothing"


def _own_name(name: str, _thing: Any) -> set[str]:
    return {name}


TRAITS: Mapping[str, Callable[[str, Any], set[str]]] = {
    "nation": _own_name,
    "offer": _own_name,
    "unit_type": _own_name,
    "site": _own_name,
    "requirement": _own_name,
    "group": lambda _, nation: set(nation.groups),
    "domain": lambda _, unit_type: {unit_type.domain},
    "country": lambda _, site: {site.country},
    "kind": lambda _, site: set(site.kind),
    "pillar": lambda _, line: {line.pillar},
}
