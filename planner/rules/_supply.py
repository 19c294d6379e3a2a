"""Supplies: what units use up at the sites that routes feed, what is carried there, and what comes nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.account import SLACK
from planner.decisions import Decisions
from planner.frames import records
from planner.rules._posture import decided
from planner.scenario import Derivation, Scenario

AT = ["site", "supply", "step"]


@dataclass(frozen=True)
class Supplied:
    """What routes carry and what becomes of it.

    `flows`: route, supply, step, tpd, origin, destination, of flows that make sense. `sites`: site, supply, step, used, comes, goes,
    carried (what comes and does not go on), unsupported, of every fed site where anything is used, comes or goes; all in t/day.
    """

    flows: pd.DataFrame
    sites: pd.DataFrame


def fed(scenario: Scenario) -> frozenset[str]:
    """Return the sites that live on what routes bring."""
    sites = scenario.frames["sites"]
    return frozenset(sites.index[sites["supplied"] == "route"])


def passed(scenario: Scenario) -> frozenset[str]:
    """Return the sites through which supplies pass: those that routes feed, and those where they begin."""
    sites = scenario.frames["sites"]
    return frozenset(sites.index[sites["supplied"].isin(["route", "source"])])


def supplied(scenario: Scenario, decisions: Decisions, stands: pd.DataFrame) -> Supplied:
    """Return what routes carry to the fed sites for what stands there."""
    flows = _flows(scenario, decisions)
    used = eating(scenario, stands).groupby(AT, as_index=False)[["used"]].sum()
    comes = flows[["destination", "supply", "step", "tpd"]].set_axis([*AT, "comes"], axis=1)
    goes = flows[["origin", "supply", "step", "tpd"]].set_axis([*AT, "goes"], axis=1)
    parts = [part for part in (used, comes, goes[goes["site"].isin(fed(scenario))]) if not part.empty]
    rows = pd.concat(parts) if parts else used
    for column in ("used", "comes", "goes"):
        rows[column] = rows[column].astype(float).fillna(0.0) if column in rows else 0.0
    sites = rows.groupby(AT, as_index=False)[["used", "comes", "goes"]].sum()
    sites["carried"] = sites["comes"] - sites["goes"]
    lack = (sites["used"] - sites["carried"]).clip(lower=0.0, upper=sites["used"])
    sites["unsupported"] = lack.where(lack > SLACK * sites["used"].clip(lower=1.0), 0.0)
    return Supplied(flows, sites)


def through(scenario: Scenario, flows: pd.DataFrame) -> pd.DataFrame:
    """Return what passes each site: site, supply, step, tpd; into a fed one what comes in, out of a source what goes out."""
    sources = scenario.frames["sites"].index[scenario.frames["sites"]["supplied"] == "source"]
    into, out = (flows[[end, "supply", "step", "tpd"]].set_axis([*AT, "tpd"], axis=1) for end in ("destination", "origin"))
    parts = [part for part in (into, out[out["site"].isin(sources)]) if not part.empty]
    return (pd.concat(parts) if parts else into).groupby(AT, as_index=False)[["tpd"]].sum()


def asked(scenario: Scenario, derivation: Derivation, found: Supplied) -> "pd.Series[float]":
    """Return by step the need that a flow makes: what enters the sites of the line, and what comes nowhere, before its share.

    A tonne enters once, out of a source there or from a site that is not the line's, whichever way it then takes among the line's sites.
    """
    sites, ways, flows, lack = area(scenario, derivation.requirement), scenario.frames["sites"]["supplied"], found.flows, found.sites
    begins, ends = flows["origin"].isin(sites), flows["destination"].isin(sites)
    entering = flows[(flows["supply"] == derivation.of) & ((begins & (flows["origin"].map(ways) == "source")) | (ends & ~begins))]
    lack = lack[lack["supply"] == derivation.of]
    return entering.groupby("step")["tpd"].sum().add(lack.groupby("step")["unsupported"].sum(), fill_value=0.0)


def room(scenario: Scenario, requirement: str) -> float:
    """Return what the sites of a line can pass together, t/day: no limit where one that supplies pass says none, or where none does."""
    sites, free = area(scenario, requirement), throughput(scenario)
    told = sites & free.keys()
    return sum(free[site] for site in sorted(told)) if told and passed(scenario) & sites <= told else np.inf


def throughput(scenario: Scenario) -> Mapping[str, float]:
    """Return the free throughput of each site that says one, t/day."""
    capacity = scenario.frames["capacity"]
    rows = capacity[capacity["resource"] == "throughput_tpd"]
    return dict(records(rows, "site", "free"))


def usage(scenario: Scenario, supply: str) -> pd.Series:
    """Return what one unit of each type uses of a supply, t/day."""
    consumes, types = scenario.frames["consumes"], scenario.frames["unit_types"].index
    rows = consumes[consumes["supply"] == supply].set_index("unit_type")["tpd"]
    return rows.reindex(types, fill_value=0.0).astype(float)


def area(scenario: Scenario, requirement: str) -> frozenset[str]:
    """Return the sites of a line."""
    reach = scenario.frames["reach"]
    return frozenset(reach.loc[reach["requirement"] == requirement, "site"])


def eating(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    """Return what stands at fed sites, a row a supply that it uses up: the columns of `stands`, supply, used (t/day)."""
    here = stands[stands["site"].isin(fed(scenario)) & ~stands["standby"].astype(bool)]
    rows = here.merge(scenario.frames["consumes"], on="unit_type")
    return rows.assign(used=rows["units"] * rows["tpd"])


def _flows(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return the flows of routes, supplies and steps that are there, with an amount above 0."""
    rows, routes = decided(decisions, "flow"), scenario.frames["routes"]
    steps, tpd = (pd.to_numeric(rows[c], errors="coerce").astype(float) for c in ("step", "tpd"))
    known = rows["route"].isin(routes.index) & rows["supply"].isin(scenario.frames["consumes"]["supply"])
    real = known & steps.isin(range(len(scenario.steps))) & np.isfinite(tpd) & (tpd > 0)
    flows = rows.loc[real, ["route", "supply"]].assign(step=steps[real].astype(int), tpd=tpd[real])
    flows = flows.groupby(["route", "supply", "step"], as_index=False)[["tpd"]].sum()
    return flows.assign(origin=flows["route"].map(routes["origin"]), destination=flows["route"].map(routes["destination"]))
