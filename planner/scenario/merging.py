"""Merging: a layer of changes over a document, be it a file over the file that it extends or an option over the scenario.

Mappings merge, anything else replaces, null takes away; what stands in the end carries the place of the layer that said it. A change to
an offer reaches every one of its rows; `FRA-battlegroup/2` speaks of its tier 2 alone; a list of rows replaces them.

No change wins over another by coming later. Changes that are merged by one `Merging` must not speak of one key twice, unless they say the
same, nor of something inside what another takes away or replaces: that is an error, and it names both places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.scenario.blocks import KEYS, OFFERS, VALUES
from planner.scenario.document import Document, Draft, Path, copied
from planner.scenario.problems import Mark, Problem, suggest
from planner.scenario.schema.wording import decimal_comma

BRINGING = frozenset(KEYS) - frozenset(VALUES) - {("training", "targets")}  # blocks whose keys are ids, not the ids of other blocks


@dataclass(frozen=True)
class _Said:
    """A change that was made: to what value (None: taken away), and where that stands."""

    value: Any
    where: Mark | None


class Merging:
    """Changes on their way into a draft.

    Parameters
    ----------
    draft
        Takes the changes. Its offers are lists of rows.
    layer
        The document in which the changes are written.
    problems
        Takes what is wrong: something that is not there to be changed, and changes that clash.
    adds
        Whether the changes may bring new ids: those of a file may, those of an option may not.
    """

    def __init__(self, draft: Draft, layer: Document, problems: list[Problem], *, adds: bool) -> None:
        self.draft, self.layer, self.problems, self.adds = draft, layer, problems, adds
        self.said: dict[Path, _Said] = {}  # by path, rows of offers by their tier
        self.within: dict[Path, _Said] = {}  # what was said inside a path
        self.gone: dict[str, _Said] = {}  # offers of which a tier was taken away

    def mapping(self, path: Path, change: dict[str, Any], said: Path) -> None:
        """Merge a mapping of changes, written at `said`, into the mapping at `path`."""
        if not change and path:
            self._remember(self._key(path), change, said)  # it changes nothing, and asks that a mapping be there
        for key, new in change.items():
            if path == OFFERS:
                self._offer(key, new, (*said, key))
            else:
                self._value((*path, key), new, (*said, key))

    def _value(self, path: Path, new: Any, said: Path) -> None:
        """Merge, replace, take away or add one value."""
        if self._settled(self._key(path), new, said):
            return
        holder = self.draft.at(path[:-1])
        there, takes = path[-1] in holder, new is None and not _of_a_change(path)
        if path == ("options",) and not self.adds:
            self._refuse(said, "an option changes the scenario, not its options", "write the change in the other option")
        elif not there and takes and (cut := decimal_comma(self.layer, said)):
            self.problems.append(cut)
        elif not there and (takes or (not self.adds and (path in BRINGING or path[:-1] in BRINGING))):
            self._absent(path, holder, new, said)
        elif takes:
            self._take(path, said)
        elif there and isinstance(new, dict) and isinstance(holder[path[-1]], dict):
            self.mapping(path, new, said)
        else:
            self._replace(path, new, said)

    def _take(self, path: Path, said: Path) -> None:
        """Take one value away."""
        self._remember(self._key(path), None, said)
        self.draft.forget(self.draft.at(path[:-1]).pop(path[-1]), path)
        self._note(path, said)

    def _replace(self, path: Path, new: Any, said: Path) -> None:
        """Put a copy of `new` at `path` with the marks of the layer, nulls in new mappings left out: there is nothing to take away."""
        self._remember(self._key(path), new, said)
        holder = self.draft.at(path[:-1])
        if path[-1] in holder:
            self.draft.forget(holder[path[-1]], path)
        put = _without_nulls(new, path)
        self.draft.put(path, put, None)
        self.draft.retell(put, said, path, self.layer)
        self.draft.changed.add(path)
        self.draft.taken.get(path[:-1], {}).pop(path[-1], None)

    def _offer(self, name: str, new: Any, said: Path) -> None:
        """Change every row of an offer, or the one tier that "id/tier" names."""
        offers = self.draft.at(OFFERS)
        offer, tier = (name, None) if name in offers or "/" not in name else name.rsplit("/", 1)
        path: Path = (*OFFERS, offer)
        rows = offers.get(offer)
        if tier is None and isinstance(new, dict) and (gone := self.gone.get(offer)):
            self._clash(path, gone, said, f"a tier of {offer} is changed here, and taken away at")
        elif tier is not None and self._settled((*path, tier), new, said):
            return
        elif not isinstance(rows, list):
            self._without_rows(path, tier, new, said)
        elif tier is None and not isinstance(new, dict):
            self._value(path, new, said)
        elif tier is None:
            if not self._settled(path, new, said):
                self._rows(path, [n for n, row in enumerate(rows) if isinstance(row, dict)], new, said)
        else:
            self._tier(path, rows, tier, new, said)

    def _without_rows(self, path: Path, tier: str | None, new: Any, said: Path) -> None:
        """Change an offer that has no rows: one that is not there, or is written as nothing that could be changed by tier."""
        if tier is not None:
            what = f'there is no offer "{path[-1]}" that could have a tier "{tier}"'
            self._refuse(said, what + suggest(str(path[-1]), self.draft.at(OFFERS)), "id/tier speaks of one tier of an offer that is there")
        else:
            self._value(path, new, said)

    def _tier(self, path: Path, rows: list[Any], tier: str, new: Any, said: Path) -> None:
        """Change or take away one tier of an offer."""
        chosen = [n for n, row in enumerate(rows) if tier_of(row) == tier]
        if not chosen:
            offer, tiers = path[-1], [f"{path[-1]}/{tier_of(row)}" for row in rows]
            what = f'the offer "{offer}" has no tier "{tier}"' + suggest(f"{offer}/{tier}", tiers)
            self._refuse(said, what, f"its tiers: {', '.join(tiers)}")
        elif new is None:
            self._remember((*path, tier), None, said)
            self.gone.setdefault(str(path[-1]), self.said[(*path, tier)])
            self._withdraw(path, rows, chosen)
            self._note((*path, tier) if path[-1] in self.draft.at(OFFERS) else path, said)
        elif isinstance(new, dict):
            self._rows(path, chosen, new, said)
        else:
            self._refuse(said, "a tier is a mapping", "write `{from: stabilise}`")

    def _rows(self, path: Path, chosen: list[int], new: dict[str, Any], said: Path) -> None:
        for n in chosen:
            self.mapping((*path, n), new, said)

    def _withdraw(self, path: Path, rows: list[Any], gone: list[int]) -> None:
        """Take rows of an offer away, and the offer with its last row."""
        kept = [n for n in range(len(rows)) if n not in gone]
        if not kept:
            self.draft.forget(self.draft.at(OFFERS).pop(path[-1]), path)
            return
        for place, n in enumerate(kept):
            if place != n:
                self.draft.forget(rows[place], (*path, place))
                self.draft.retell(rows[n], (*path, n), (*path, place))
                rows[place] = rows[n]
        for n in range(len(kept), len(rows)):
            self.draft.forget(rows[n], (*path, n))
        del rows[len(kept) :]

    def _key(self, path: Path) -> Path:
        """Return the path under which a change is remembered: rows of an offer move when another is taken away, their tiers do not."""
        if path[:1] == OFFERS and len(path) > 2 and isinstance(path[2], int):
            return (*path[:2], tier_of(self.draft.at(path[:3])), *path[3:])
        return path

    def _remember(self, key: Path, new: Any, said: Path) -> None:
        """Remember a change by each of the values that it sets or takes away."""
        for inner, value in _leaves(new):
            made = _Said(value, self.layer.key_mark((*said, *inner)))
            place = (*key, *inner)
            self.said[place] = made
            for n in range(len(place)):
                self.within.setdefault(place[:n], made)

    def _settled(self, key: Path, new: Any, said: Path) -> bool:
        """Say whether nothing is left to do with a change: the same was said already, or it clashes, which is told."""
        if (before := self.said.get(key)) and not (isinstance(before.value, dict) and isinstance(new, dict)):
            if not _same(before.value, new):
                otherwise = "changed to something else" if new is not None and before.value is not None else _deed(before.value)
                self._clash(key, before, said, f'"{dotted(key)}" is {_deed(new)} here, and {otherwise} at')
            return True
        outer = next((o for n in range(len(key)) if (o := self.said.get(key[:n])) and not isinstance(o.value, dict)), None)
        if outer:
            self._clash(key, outer, said, f'"{dotted(key)}" is changed here, and what holds it is {_deed(outer.value)} at')
        elif not isinstance(new, dict) and (inner := self.within.get(key)):
            self._clash(key, inner, said, f'"{dotted(key)}" is {_deed(new)} here, and changed inside at')
            return True
        return outer is not None

    def _clash(self, key: Path, other: _Said, said: Path, what: str) -> None:
        hint = f"say it once: of {key[1]}, or of each of its tiers" if key[:1] == OFFERS and self.adds else INSTEAD
        self._refuse(said, f"{what} {other.where}", hint)

    def _absent(self, path: Path, holder: dict[str, Any], new: Any, said: Path) -> None:
        what = f'"{dotted(path)}" is not there to be {"changed" if new is not None else "taken away"}' + suggest(str(path[-1]), holder)
        self._refuse(said, what, "null takes away what this file builds on" if self.adds else "an option changes what the scenario holds")

    def _note(self, path: Path, said: Path) -> None:
        """Note in the draft what was taken away."""
        self.draft.taken.setdefault(path[:-1], {})[path[-1]] = self.layer.key_mark(said)

    def _refuse(self, said: Path, what: str, hint: str) -> None:
        """Keep a problem at the line of the change."""
        self.problems.append(Problem("error", self.layer.key_mark(said), what, hint))


INSTEAD = "neither change wins by coming later: move one of them into an option of its own, and build only on the changes you want"


def tier_of(row: Any) -> str:
    """Return what a row calls its tier; one that says nothing is tier 1."""
    return str(row.get("tier", 1)) if isinstance(row, dict) else ""


def dotted(path: Path) -> str:
    """Return a path as a planner would say it."""
    return ".".join(map(str, path))


def _deed(new: Any) -> str:
    return "taken away" if new is None else "changed"


def _of_a_change(path: Path) -> bool:
    """Say whether a path lies in the change of an option, where null is what the option says of the scenario."""
    return path[0] == "options" and path[2:3] == ("change",) and len(path) > 3


def _without_nulls(value: Any, path: Path) -> Any:
    """Return a copy of a mapping without what it takes away."""
    if not isinstance(value, dict):
        return copied(value)
    return {k: _without_nulls(v, (*path, k)) for k, v in value.items() if v is not None or _of_a_change((*path, k))}


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield what a change sets: values that are no mapping, and mappings that hold nothing."""
    if not isinstance(value, dict) or not value:
        yield path, value
        return
    for key, inner in value.items():
        yield from _leaves(inner, (*path, key))


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
