"""The digest of a scenario: the same content, however its files are laid out and its rows ordered, has the same digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pandas as pd

from planner.scenario.scenario import Scenario

# Where things stand, what was said of them, the names of the options and by what they are compared are no content: no plan depends on them.
ASIDE = frozenset(
    {"mark", "marks", "notes", "problems", "files", "digest", "option", "option_title", "options", "criteria", "yardstick", "without"}
)


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of the resolved content, in hexadecimal."""
    text = json.dumps(_plain(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return (
            value.reset_index().to_csv(index=False, lineterminator="\n")
            if value.index.name
            else value.to_csv(index=False, lineterminator="\n")
        )
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in ASIDE} | {"": type(value).__name__}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value
