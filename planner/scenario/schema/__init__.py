"""The document: pydantic records, one file per block; the format, its reference and its JSON Schema come from here."""

from planner.scenario.schema.reading import Reading, parse
from planner.scenario.schema.reference import json_schema, reference
from planner.scenario.schema.selector import Selector
from planner.scenario.schema.whole import ScenarioFile

__all__ = ["Reading", "ScenarioFile", "Selector", "json_schema", "parse", "reference"]
