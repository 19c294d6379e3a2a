"""Run folders: what a solve read, decided and reported, on disk from the first second and readable at any moment.

A folder is made at once under its final name; each file is written to a temporary name, flushed to disk and renamed, so that a reader, or a
crash, sees the old file or the new one. `plan.json` and `tables/` hold no clock and no id: the same plan is the same bytes.
"""

from planner.store.disk import write
from planner.store.folder import Folder, create, now
from planner.store.layout import EVENTS, INPUT, LOG, OUTCOME, PLAN, RUN, RunError, reason
from planner.store.reading import Saved, listing, open, runs_dir  # noqa: A004  # store.open(run) reads as what it does
from planner.store.records import plan_digest, to_csv

__all__ = [
    "EVENTS", "INPUT", "LOG", "OUTCOME", "PLAN", "RUN", "Folder", "RunError", "Saved", "create", "listing", "now", "open", "plan_digest",
    "reason", "runs_dir", "to_csv", "write",
]  # fmt: skip
