"""The cube of offers, lines and sites: each triple whose unit gives something that the line needs, as codes into short tables."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.placements.reference import levels, needed
from planner.scenario import Scenario, Selector

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Amounts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Triples:
    """Each triple i in order of offer, requirement, site.

    `code[column][i]` points into `labels[column]`, for offer, requirement, site, nation, unit_type and country. `substitute[i]`: it serves
    as a substitute; `standby[i]`: it is held at notice at home, and so on own soil; `stay[i]`: share of a unit that it provides there.
    `gives[u, r, c]`: what a unit of a type gives on a line, stay aside. `level[r, c, p]`: level of a given line, reference level of a
    derived one.
    """

    labels: Mapping[str, tuple[str, ...]]
    code: Mapping[str, Codes]
    own_soil: Flags
    standby: Flags
    substitute: Flags
    stay: Amounts
    capabilities: tuple[str, ...]
    gives: Amounts
    level: Amounts

    def __len__(self) -> int:
        return len(self.own_soil)

    @property
    def wanted(self) -> Flags:
        """Flags of the steps in which each triple's line needs anything."""
        by_line: Flags = np.asarray((self.level > 0).any(axis=1))
        return by_line[self.code["requirement"]]

    def at(self, rows: Codes) -> "Triples":
        """Return some of the triples."""
        code = {column: codes[rows] for column, codes in self.code.items()}
        flags = {name: getattr(self, name)[rows] for name in ("own_soil", "standby", "substitute", "stay")}
        return replace(self, code=code, **flags)

    def of(self, column: str, values: pd.Series) -> Amounts:
        """Return a number for each triple from one for each id of a column."""
        table: Amounts = values.reindex(list(self.labels[column])).to_numpy(dtype=float)
        return table[self.code[column]]

    def match(self, select: Selector) -> Flags:
        """Return the triples that a selector means."""
        chosen = np.ones(len(self), dtype=bool)
        for column, ids in select.fields():
            if ids is not None:
                chosen &= self.among(column, ids)
        return chosen

    def among(self, column: str, ids: frozenset[str]) -> Flags:
        """Return the triples with one of the ids in a column."""
        return np.fromiter((label in ids for label in self.labels[column]), bool, len(self.labels[column]))[self.code[column]]


def triples(scenario: Scenario) -> Triples:
    """Return the triples of a scenario whose unit gives something that the line needs."""
    frames = scenario.frames
    labels = {name: tuple(frames[f"{name}s"].index) for name in ("offer", "requirement", "site", "nation", "unit_type")}
    labels["country"] = tuple(sorted(set(frames["sites"]["country"])))
    capabilities = tuple(frames["capabilities"].index)
    gives, substitute = _gives(scenario, labels["unit_type"], labels["requirement"], capabilities)
    type_of = _codes(labels["unit_type"], frames["offers"]["unit_type"])
    nation_of = _codes(labels["nation"], frames["offers"]["nation"])
    country_of = _codes(labels["country"], frames["sites"]["country"])
    serves: Flags = np.asarray(gives.any(axis=2))[type_of]  # by offer and line
    offer, requirement, site = np.nonzero(np.broadcast_to(serves[:, :, None], (*serves.shape, len(labels["site"]))))
    code = {
        "offer": offer, "requirement": requirement, "site": site,
        "nation": nation_of[offer], "unit_type": type_of[offer], "country": country_of[site],
    }  # fmt: skip
    countries = np.array(labels["country"], dtype=object)[code["country"]]
    standby = frames["requirements"]["standby"].to_numpy(dtype=bool)[requirement]
    own_soil = (np.array(labels["nation"], dtype=object)[code["nation"]] == countries) | standby
    found = Triples(
        labels, code, own_soil.astype(bool), standby, substitute[code["unit_type"], requirement], np.ones(len(offer)), capabilities, gives,
        _level(scenario, labels["requirement"], capabilities),
    )  # fmt: skip
    for area in scenario.areas:
        inside = found.among("site", area.sites)
        for select, days in area.stays:
            np.minimum(found.stay, np.where(inside & found.match(select), days / 30.0, 1.0), out=found.stay)
    return found


def _gives(
    scenario: Scenario, unit_types: tuple[str, ...], requirements: tuple[str, ...], capabilities: tuple[str, ...]
) -> tuple[Amounts, Flags]:
    """Return what a unit of each type gives on each line, by capability, and whether it does so as a substitute."""
    own = _table(scenario.frames["provides"], unit_types, capabilities)
    instead = _table(scenario.frames["substitutes"], unit_types, capabilities)
    needs = needed(scenario)
    wanted = np.array([[c in needs.get(r, ()) for c in capabilities] for r in requirements], dtype=float).reshape(len(requirements), -1)
    by_itself = own[:, None, :] * wanted[None]
    as_other = instead[:, None, :] * wanted[None]
    substitute = ~by_itself.any(axis=2) & as_other.any(axis=2)
    return np.where(substitute[:, :, None], as_other, by_itself), substitute


def _table(frame: pd.DataFrame, unit_types: tuple[str, ...], capabilities: tuple[str, ...]) -> Amounts:
    table = np.zeros((len(unit_types), len(capabilities)))
    table[_codes(unit_types, frame["unit_type"]), _codes(capabilities, frame["capability"])] = frame["amount"].to_numpy()
    return table


def _level(scenario: Scenario, requirements: tuple[str, ...], capabilities: tuple[str, ...]) -> Amounts:
    table = np.zeros((len(requirements), len(capabilities), len(scenario.steps)))
    for (requirement, capability), level in levels(scenario).items():
        table[requirements.index(requirement), capabilities.index(capability)] = level
    return table


def _codes(labels: tuple[str, ...], values: pd.Series) -> Codes:
    return pd.Index(labels, dtype=object).get_indexer(pd.Index(values, dtype=object)).astype(np.int64)
