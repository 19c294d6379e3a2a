"""Expansion of sites: the steps by which a place grows, in the order written."""

from planner.scenario.document import Path
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.units import Rows
from planner.scenario.schema.sites import SiteEntry


def stages(names: Names, months: Months) -> Rows:
    """Return rows of the frames of the steps by which sites grow, and of what each adds to what is free there."""
    found: Rows = {"stages": [], "stage_adds": []}
    for site, entry in names.file.sites.items():
        short = {r: max(0.0, load - entry.capacity.get(r, 0.0)) for r, load in entry.baseline_load.items()}  # what others lack comes first
        for number, step in enumerate(entry.expansion, start=1):
            path: Path = ("sites", site, "expansion", number - 1)
            if not any(step.capacity.values()):
                names.error((*path, "capacity"), f"step {number} of {site} adds nothing", "say what it adds, as in {beds: 500}")
            row = {"site": site, "stage": number, "name": step.name or f"step {number}", "months": step.months, "cost": step.cost_meur}
            found["stages"].append(row | {"first_month": months.first(step.works_from, (*path, "works_from")) + step.months})
            for resource, amount in step.capacity.items():
                taken = min(short.get(resource, 0.0), amount)
                short[resource] = short.get(resource, 0.0) - taken
                found["stage_adds"].append({"site": site, "stage": number, "resource": resource, "amount": amount - taken})
    return found


def added(entry: SiteEntry) -> list[str]:
    """Return the resources that only the steps of a site bring, in order."""
    return sorted({r for step in entry.expansion for r in step.capacity} - set(entry.capacity))
