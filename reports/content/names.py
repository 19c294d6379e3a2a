"""What things are called: countries, lines, units, conditions, in the words of the scenario or, for countries, of this page."""

from dataclasses import dataclass

from planner.scenario import Scenario
from reports.content.numbers import inert

# short English names for readers; a scenario's own title goes first
COUNTRIES = {
    "ALB": "Albania", "AUS": "Australia", "AUT": "Austria", "BEL": "Belgium", "BGR": "Bulgaria", "CAN": "Canada", "CHE": "Switzerland",
    "CYP": "Cyprus", "CZE": "Czechia", "DEU": "Germany", "DNK": "Denmark", "ESP": "Spain", "EST": "Estonia", "FIN": "Finland",
    "FRA": "France", "GBR": "Britain", "GRC": "Greece", "HRV": "Croatia", "HUN": "Hungary", "IRL": "Ireland", "ISL": "Iceland",
    "ITA": "Italy", "JPN": "Japan", "LTU": "Lithuania", "LUX": "Luxembourg", "LVA": "Latvia", "MDA": "Moldova", "MKD": "North Macedonia",
    "MLT": "Malta", "MNE": "Montenegro", "NLD": "Netherlands", "NOR": "Norway", "NZL": "New Zealand", "POL": "Poland", "PRT": "Portugal",
    "ROU": "Romania", "SRB": "Serbia", "SVK": "Slovakia", "SVN": "Slovenia", "SWE": "Sweden", "TUR": "Türkiye", "UKR": "Ukraine",
    "USA": "United States",
}  # fmt: skip
PILLARS = {"training": "training", "reassurance": "reassurance force", "neighbour": "neighbours"}

MOST = 48  # characters of a name: what is longer is cut, so that no name can break a page


@dataclass(frozen=True)
class Names:
    """The names of one scenario, safe to print anywhere; `ids` for those who work with the file: its own codes and ids."""

    scenario: Scenario
    ids: bool = False

    @property
    def audience(self) -> str:
        """For whom the names are meant: staff or chiefs."""
        return "staff" if self.ids else "chiefs"

    def nation(self, code: str) -> str:
        """Return a nation's name; its code to those who work with ids."""
        return inert(code) if self.ids else self.country(code)

    def country(self, code: str) -> str:
        """Return a country's name."""
        nations = self.scenario.frames["nations"]
        title = str(nations.at[code, "title"]) if code in nations.index else ""
        return inert(COUNTRIES.get(code, code) if title in {"", code} else title, MOST)

    def line(self, requirement: str) -> str:
        """Return a line's title: "Mine countermeasures", or its id."""
        return inert(requirement, MOST) if self.ids else self._titled("requirements", requirement)

    def unit_type(self, unit_type: str) -> str:
        """Return what a unit is called."""
        return self._titled("unit_types", unit_type)

    def site(self, site: str) -> str:
        """Return a site's name."""
        return self._titled("sites", site)

    def capability(self, capability: str) -> str:
        """Return a capability's name."""
        return self._titled("capabilities", capability)

    def unit(self, capability: str) -> str:
        """Return the unit in which a capability is counted, singular."""
        table = self.scenario.frames["capabilities"]
        said = inert(table.at[capability, "unit"]) if capability in table.index else ""
        return said or "unit"

    def condition(self, name: str) -> str:
        """Return a condition's title or id."""
        condition = self.scenario.conditions.get(name)
        return inert(condition.title if condition and condition.title and not self.ids else name, MOST)

    def owner(self, name: str) -> str:
        """Return who decides a condition, as the scenario writes it; a nation's code that stands alone becomes its name."""
        condition = self.scenario.conditions.get(name)
        said = inert(condition.owner, MOST) if condition else ""
        return said if self.ids or said not in self.scenario.frames["nations"].index else self.country(said)

    def pillar(self, pillar: str) -> str:
        """Return a pillar's name."""
        return PILLARS.get(pillar, inert(pillar))

    def _titled(self, frame: str, key: str) -> str:
        table = self.scenario.frames[frame]
        title = inert(table.at[key, "title"], MOST) if key in table.index else ""
        return title if title not in {"", key} else inert(key, MOST).replace("-", " ").replace("_", " ")
