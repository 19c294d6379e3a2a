"""Since the agreed plan, as lines of a given width: what `posture solve` prints and what the text brief says of the round before."""

from rich.text import Text

from reports.content import Content
from reports.formats.sheet import DIM, heading, wrapped

CHANGES = 8  # rows of a first page; the rest is "+ n more"


def since(c: Content, width: int) -> list[Text]:
    """Return what departs from the plan agreed last, the weightiest first; nothing where nothing was agreed."""
    if c.since is None:
        return []
    out = [heading("SINCE THE AGREED PLAN", width, "units, agreed → now"), *wrapped(c.since.message, width)]
    for x in c.since.changes[:CHANGES]:
        out += wrapped(f"{x.nation} · {x.line} · {x.what}", width, rest="  ")
    left = len(c.since.changes) - CHANGES
    return [*out, Text(f"+ {left} more", DIM)] if left > 0 else out
