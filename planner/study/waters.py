"""What areas leave: which limit of a sea or air space one more unit would break."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.frames import records
from planner.plan import Plan
from planner.scenario import AreaLimit, Scenario, Selector

EPS = 1e-6
Place = Mapping[str, str]  # offer, nation, unit_type, requirement, site


@dataclass(frozen=True)
class Waters:
    """The areas of a scenario, and what a plan uses of their limits."""

    scenario: Scenario
    used: Mapping[tuple[str, str, str, int], float]  # by area, limit, nation ("" for all together) and step

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan) -> "Waters":
        """Gather what a plan uses."""
        return cls(scenario, {(r.area, r.limit, r.nation, r.step): float(r.used) for r in records(plan.frames["areas"])})

    def closed(self, place: Place, step: int, units: float) -> tuple[str, float] | None:
        """Return the limit that so many units more would break at a place ("limit <area> <name>", what it allows); None if none."""
        for area in self.scenario.areas:
            for limit in area.limits if place["site"] in area.sites else ():
                used = self.used.get((area.name, limit.name, place["nation"] if limit.per_nation else "", step), 0.0)
                brings = units * self._amount(limit, place["unit_type"])
                if _means(limit.who, place) and brings > 0 and used + brings > limit.at_most + EPS * max(1.0, limit.at_most):
                    return f"limit {area.name} {limit.name}", limit.at_most
        return None

    def _amount(self, limit: AreaLimit, unit_type: str) -> float:
        return 1.0 if limit.of == "units" else float(self.scenario.frames["unit_types"][limit.of][unit_type])


def _means(who: Selector, place: Place) -> bool:
    return all(ids is None or place[column] in ids for column, ids in who.fields())
