"""Selectors into sets of ids: groups, kinds, countries, domains, pillars and `_not` expanded; one that matches nothing is an error."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from planner.scenario import schema
from planner.scenario.document import Path
from planner.scenario.resolve.names import Names
from planner.scenario.scenario import Selector

UNPLANNED = ("lead", "purpose")

# For each field of a Selector: the keys that speak of it, and what a thing must have to be meant by the key.
KEYS: Mapping[str, tuple[str, ...]] = {
    "nations": ("nation", "group"),
    "offers": ("offer",),
    "unit_types": ("unit_type", "domain"),
    "sites": ("site", "country", "kind"),
    "requirements": ("requirement", "pillar"),
}
EVERYTHING = Selector()


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

    def expand(self, written: schema.Selector | None, path: Path, allowed: Iterable[str] = tuple(KEYS)) -> Selector | None:
        """Return the sets of ids that a selector means.

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
        if not self._planned(said, path) or not self._known(said, path) or not self._spoken(said, path, frozenset(allowed)):
            return None
        fields: dict[str, frozenset[str]] = {}
        for field, keys in KEYS.items():
            mine = {k: v for k, v in said.items() if k.removesuffix("_not") in keys}
            if not mine:
                continue
            fields[field] = frozenset(
                name for name, thing in self.things[field].items() if all(_fits(k, v, name, thing) for k, v in mine.items())
            )
            if not fields[field]:
                words = ", ".join(f"{k}: {', '.join(v)}" for k, v in mine.items())
                self.names.error(
                    (*path, next(iter(mine))),
                    f"this selector matches nothing ({words})",
                    f"there is no {field[:-1].replace('_', ' ')} of that kind",
                )
                return None
        return Selector(**fields)

    def _planned(self, said: Mapping[str, Any], path: Path) -> bool:
        later = [k for k in said if k.removesuffix("_not") in UNPLANNED]
        for key in later:
            self.names.note((*path, key), f"a selector by {key}: read, not yet planned", "what it selects is left out")
        return not later

    def _known(self, said: Mapping[str, list[str]], path: Path) -> bool:
        named = [(key.removesuffix("_not"), name, (*path, key, i)) for key, values in said.items() for i, name in enumerate(values)]
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
