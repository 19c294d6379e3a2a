"""A scenario small enough to see at a glance, and what is said of it with something changed."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from planner.scenario import Scenario, ScenarioError

DOCUMENT: dict[str, Any] = {
    "format": 1,
    "title": "Small",
    "calendar": {"start": "2026-01-01", "d_day": "2026-03-01", "phases": {"entry": {"months": 3}, "stay": {"months": 6}}},
    "nations": {"FRA": {"groups": ["EU", "G7"]}, "EST": {"groups": "EU"}, "CAN": {"groups": "G7"}},
    "conditions": {"vote": {"granted": "true", "from": "stay"}, "accord": {"granted": "true"}},
    "capabilities": {"inf": {}, "eng": {}},
    "unit_types": {
        "coy": {
            "domain": "land",
            "personnel": 100,
            "provides": {"inf": 1},
            "tour_months": 6,
            "dwell_months": 18,
            "cost_meur": {"month": 1},
        },
        "sqn": {"domain": "land", "personnel": 80, "provides": {"eng": 1}, "cost_meur": {"month": 1}},
    },
    "offers": {
        "FRA-coy": {"nation": "FRA", "unit_type": "coy", "deployed": 4},
        "EST-coy": {"nation": "EST", "unit_type": "coy", "in_cycle": 4},
        "CAN-sqn": {"nation": "CAN", "unit_type": "sqn", "deployed": 1},
    },
    "sites": {
        "camp": {"country": "UKR", "kind": "camp", "existing": True},
        "hub": {"country": "POL", "kind": ["hub", "airbase"], "existing": True},
    },
    "requirements": {
        "line": {"pillar": "reassurance", "needs": {"inf": {"entry": 2, "stay": 5}, "eng": {"stay": 1}}},
        "rear": {"pillar": "neighbour", "needs": {"inf": {"stay": 1}}, "weight": 3},
    },
    "goals": ["below_minimum", {"minimise": "shortfall", "priority": 1}, "cost"],
}


def yaml_of(**changes: Any) -> str:
    """Return the document in YAML with blocks put in, a dotted key for an inner one."""
    document = yaml.safe_load(yaml.safe_dump(DOCUMENT))
    for key, value in changes.items():
        *outer, last = key.split("__")
        block = document
        for name in outer:
            block = block[name.replace("0", "-")]
        block[last.replace("0", "-")] = value
    return yaml.safe_dump(document, sort_keys=False)


def refused(read: Callable[..., Scenario], **changes: Any) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        read(**changes)
    return [p.what for p in raised.value.problems if p.severity == "error"]


def warned(scenario: Scenario) -> list[str]:
    return [p.what for p in scenario.problems if p.severity == "warning"]
