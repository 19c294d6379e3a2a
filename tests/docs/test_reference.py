"""The generated pages are what the code says now; `make snapshots` writes them anew."""

import os

import pytest

from planner import frames
from planner.scenario import schema
from tests.docs.commands import ROOT

PAGES = {"docs/reference/format.md": schema.reference, "docs/reference/frames.md": frames.reference}


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_what_the_code_says(page):
    text = PAGES[page]().rstrip("\n") + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        (ROOT / page).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / page).write_text(text, encoding="utf-8")
    assert (ROOT / page).read_text(encoding="utf-8") == text
