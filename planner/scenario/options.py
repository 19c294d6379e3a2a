"""Options: courses of action as named changes to one scenario.

`options.<name>.change` is merged deep into the scenario: mappings merge, anything else replaces, null deletes. What it changes must
be there: a new id in a keyed block and the deletion of what does not exist are errors. A record may get a field that it did not have
(`from` on an offer without one), and a map by phase a new phase; whether such a key means anything is for the schema to say.

A change to an offer reaches every one of its rows; `FRA-battlegroup/2` speaks of its tier 2 alone.
"""

from typing import Any

from planner.scenario.document import Document, Draft, Path, copied
from planner.scenario.problems import Problem, suggest
from planner.scenario.tables import KEYS

BASE = "base"


def merge(document: Document, option: str | None, problems: list[Problem]) -> Document:
    """Return the document as an option changes it; changed values stand where the option says them.

    Parameters
    ----------
    document
        With its tables expanded, so that offers are lists of rows.
    option
        The option's name; None or "base" is the document itself.
    problems
        Takes what is wrong: an unknown option, a change to something that is not there.
    """
    if option is None or option == BASE:
        return document
    options = document.value.get("options")
    known = options if isinstance(options, dict) else {}
    if option not in known:
        what = f'there is no option "{option}"' + suggest(option, [BASE, *known])
        problems.append(Problem("error", document.marks.get(("options",)), what, f"options of this scenario: {', '.join([BASE, *known])}"))
        return document
    path: Path = ("options", option, "change")
    change = known[option].get("change", {}) if isinstance(known[option], dict) else None
    if not isinstance(change, dict):
        hint = "write it as the scenario is written, as in `change: {pins: null}`"
        problems.append(Problem("error", document.mark(path), f'the option "{option}" has no mapping under `change`', hint))
        return document
    merging = _Merging(document, Draft(document), problems)
    merging.mapping((), change, path)
    return merging.draft.finished()


class _Merging:
    """One option on its way into a draft of the scenario."""

    def __init__(self, document: Document, draft: Draft, problems: list[Problem]) -> None:
        self.document, self.draft, self.problems = document, draft, problems

    def mapping(self, path: Path, change: dict[str, Any], said: Path) -> None:
        """Merge a mapping of changes, written at `said`, into the mapping at `path`."""
        for key, new in change.items():
            if path == ("offers",):
                self.offer(key, new, (*said, key))
            else:
                self.value((*path, key), new, (*said, key))

    def value(self, path: Path, new: Any, said: Path) -> None:
        """Merge, replace, delete or add one value."""
        holder = self.draft.at(path[:-1])
        there = path[-1] in holder
        if path == ("options",):
            self.refuse(said, "an option changes the scenario, not its options", "write the change in the other option")
        elif not there and (new is None or path in KEYS or path[:-1] in KEYS):
            what = f'"{".".join(map(str, path))}" is not there to be changed'
            self.refuse(said, what + suggest(str(path[-1]), holder), "an option changes what the scenario holds")
        elif new is None:
            self.draft.forget(holder.pop(path[-1]), path)
        elif there and isinstance(new, dict) and isinstance(holder[path[-1]], dict):
            self.mapping(path, new, said)
        else:
            self.replace(path, new, said)

    def replace(self, path: Path, new: Any, said: Path) -> None:
        """Put a copy of `new` at `path` with the marks of the option, nulls in new mappings left out."""
        holder = self.draft.at(path[:-1])
        if path[-1] in holder:
            self.draft.forget(holder[path[-1]], path)
        put = _without_nulls(new)
        self.draft.put(path, put, None)
        self.draft.retell(put, said, path)

    def offer(self, name: str, new: Any, said: Path) -> None:
        """Change every row of an offer, or the one tier that "id/tier" names."""
        offers = self.draft.value["offers"]
        offer, tier = (name, None) if name in offers or "/" not in name else name.rsplit("/", 1)
        path: Path = ("offers", offer)
        rows = offers.get(offer)
        if not isinstance(rows, list):
            self.value(path, new, said)
            return
        chosen = [n for n, row in enumerate(rows) if tier is None or _tier(row) == tier]
        if tier is not None and not chosen:
            tiers = [f"{offer}/{_tier(row)}" for row in rows]
            self.refuse(said, f'the offer "{offer}" has no tier "{tier}"' + suggest(name, tiers), f"its tiers: {', '.join(tiers)}")
        elif new is None:
            self.withdraw(path, rows, chosen)
        elif isinstance(new, dict):
            for n in chosen:
                if isinstance(rows[n], dict):
                    self.mapping((*path, n), new, said)
        elif tier is None:
            self.replace(path, new, said)
        else:
            self.refuse(said, "a tier is a mapping", "write `{from: stabilise}`")

    def withdraw(self, path: Path, rows: list[Any], chosen: list[int]) -> None:
        """Take rows of an offer away, and the offer with its last row."""
        kept = [n for n in range(len(rows)) if n not in chosen]
        if not kept:
            self.draft.forget(self.draft.value["offers"].pop(path[-1]), path)
            return
        for place, n in enumerate(kept):
            if place != n:
                self.draft.forget(rows[place], (*path, place))
                self.draft.retell(rows[n], (*path, n), (*path, place))
                rows[place] = rows[n]
        for n in range(len(kept), len(rows)):
            self.draft.forget(rows[n], (*path, n))
        del rows[len(kept) :]

    def refuse(self, said: Path, what: str, hint: str) -> None:
        """Keep a problem at the line of the option."""
        self.problems.append(Problem("error", self.document.key_mark(said), what, hint))


def _tier(row: Any) -> str:
    """Return what a row calls its tier; one that says nothing is tier 1."""
    return str(row.get("tier", 1)) if isinstance(row, dict) else ""


def _without_nulls(value: Any) -> Any:
    """Return a mapping without what it deletes: where nothing stood, null has nothing to delete."""
    return {k: _without_nulls(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else copied(value)
