"""Caveats and hosts: what nations will not do, and whom countries admit."""

from dataclasses import replace

from planner.scenario.document import Path
from planner.scenario.problems import suggest
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.scenario import Caveat, Host
from planner.scenario.schema.caveats import CaveatEntry
from planner.scenario.schema.nations import HostEntry


def caveats(names: Names, months: Months, selectors: Selectors) -> tuple[Caveat, ...]:
    """Return the caveats by name; one whose selector is not planned yet is left out, with the note that the selector made."""
    _tell_of_asks(names)
    found = (_caveat(name, entry, names, months, selectors) for name, entry in sorted(names.file.caveats.items()))
    return tuple(c for c in found if c is not None)


def _caveat(name: str, entry: CaveatEntry, names: Names, months: Months, selectors: Selectors) -> Caveat | None:
    path: Path = ("caveats", name)
    first, until = months.span(entry.from_, entry.until, path)
    unless = names.clauses(entry.unless, (*path, "unless"))
    select = selectors.expand(entry.forbid, (*path, "forbid"), aside=("lead",))
    whose = _whose(entry, names, path)
    if select is None or whose is None:
        return None
    if whose:
        mine = whose if select.nations is None else select.nations & whose
        if not mine:
            what = f"{name} is of {', '.join(sorted(whose))}, and forbids only what others offer: it matches nothing"
            names.error((*path, "forbid"), what, "name the nation once: in nations, or in forbid")
            return None
        select = replace(select, nations=mine)
    elif select.nations is None and select.offers is None:
        names.error(path, f"{name} does not say whose caveat it is", "add nations: [...]")
    return Caveat(
        name, select, unless, first, until, entry.soft, entry.price, entry.source or "", entry.confidence or "", names.place(*path),
        entry.owner or "", _leads(entry, select.nations, names, path), entry.soft,
    )  # fmt: skip


def _tell_of_asks(names: Names) -> None:
    """Say what becomes of soft caveats, and which price says nothing or is forgotten."""
    entries, allowed = names.file.caveats, names.file.model.asks == "allowed"
    soft = [name for name, entry in entries.items() if entry.soft]
    if soft and not allowed:
        more = f" (and {len(soft) - 1} more)" if len(soft) > 1 else ""
        hint = "asks are not allowed; with model: {asks: allowed} it may be lifted at its price"
        names.note(("caveats", soft[0]), f"{soft[0]}{more} is soft: it bars as a hard one does", hint)
    if allowed and not soft:
        names.note(("model", "asks"), "asks are allowed, and no caveat is soft", "mark what may be lifted: soft: true, price: 3")
    for name, entry in entries.items():
        if entry.soft and allowed and "price" not in entry.model_fields_set:
            names.warn(("caveats", name), f"{name} has no price: lifting it costs nothing", "add price: 3, in points")
        if entry.price and not entry.soft:
            what = f"{name} has a price and is not soft: it is never lifted"
            names.warn(("caveats", name), what, "add soft: true, or take the price away")


def _leads(entry: CaveatEntry, mine: frozenset[str] | None, names: Names, path: Path) -> frozenset[str]:
    """Return the nations under whose lead a caveat bars; none where it does not ask who leads."""
    named, others = entry.forbid.lead, entry.forbid.lead_not
    if named is None and others is None:
        return frozenset()
    leads = frozenset(names.file.nations if named is None else named) - frozenset(others or ())
    here = (*path, "forbid", "lead" if named is not None else "lead_not")
    if all(leads <= {nation} for nation in mine or names.file.nations):
        names.error(here, "this caveat matches nothing: a nation is never barred under its own lead", "name the lead of others")
    if entry.unless:
        names.error((*path, "unless"), "a caveat by lead has no exception", "give it dates, or make it soft")
    return leads


def _whose(entry: CaveatEntry, names: Names, path: Path) -> frozenset[str] | None:
    """Return the nations of a caveat, empty if it names none; None after an error."""
    nations, groups = entry.nations or [], entry.groups or []
    known = [names.check("nation", n, (*path, "nations", i)) for i, n in enumerate(nations)]
    known += [names.check("group", g, (*path, "groups", i)) for i, g in enumerate(groups)]
    return frozenset(nations) | members(names, groups) if all(known) else None


def members(names: Names, groups: list[str]) -> frozenset[str]:
    """Return the nations that belong to any of the groups."""
    return frozenset(n for n, entry in names.file.nations.items() if set(groups) & set(entry.groups))


def hosts(names: Names, months: Months) -> dict[str, Host]:
    """Return what each country admits on its soil."""
    return {country: _host(country, entry, names, months) for country, entry in sorted(names.file.hosts.items())}


def _host(country: str, entry: HostEntry, names: Names, months: Months) -> Host:
    path: Path = ("hosts", country)
    here = {s: site for s, site in names.file.sites.items() if site.country == country}
    if not here:
        _without_sites(country, names)
    known = [names.check("kind", kind, (*path, "kinds", i)) for i, kind in enumerate(entry.kinds or [])]
    for i, name in enumerate(entry.sites or []):
        known.append(names.check("site", name, (*path, "sites", i)))
        if known[-1] and name not in here:
            known.append(False)
            what = f"{name} lies in {names.file.sites[name].country}, not in {country}"
            names.error((*path, "sites", i), what, "name sites of this country")
    open_to_us = frozenset(
        name
        for name, site in here.items()
        if (entry.kinds is None or set(entry.kinds) & set(site.kind)) and (entry.sites is None or name in entry.sites)
    )
    if here and all(known) and not open_to_us:
        there = "; ".join(f"{name}: {', '.join(site.kind) or 'no kind'}" for name, site in sorted(here.items()))
        names.error(
            (*path, "kinds" if entry.kinds else "sites"), f"no site of {country} is open by its kinds and sites", f"there are {there}"
        )
    return Host(
        country,
        _admitted(entry, names, path),
        open_to_us,
        float("nan") if entry.ceiling is None else entry.ceiling,
        names.clauses(entry.requires, (*path, "requires")),
        *months.span(entry.from_, entry.until, path),
        names.place(*path),
        entry.source or "",
        entry.confidence or "",
    )


def _without_sites(country: str, names: Names) -> None:
    """Refuse a host that looks like a country which has sites and no entry; warn of any other without a site."""
    path: Path = ("hosts", country)
    hostless = set(names.known["country"]) - set(names.file.hosts)
    meant = "" if country in names.file.nations else suggest(country, hostless)
    if meant:
        names.check_key("country", path)
    else:
        names.warn(path, f"no site lies in {country}: what it admits is not asked", "add its sites, or take the entry away")


def _admitted(entry: HostEntry, names: Names, path: Path) -> frozenset[str]:
    """Return the nations meant by a list of nations and groups; `all` means everyone."""
    found: set[str] = set()
    for i, word in enumerate(entry.allow):
        if word == "all":
            found |= set(names.file.nations)
        elif word in names.file.nations:
            found.add(word)
        elif word in names.known["group"]:
            found |= members(names, [word])
        else:
            names.check("nation or group", word, (*path, "allow", i))
    return frozenset(found)
