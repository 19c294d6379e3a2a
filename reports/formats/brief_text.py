"""The brief as plain text of 80 columns: for a message, a printer, a screen reader. The same facts in the same order as the page."""

from rich.text import Text

from reports.content import Content
from reports.formats.commitments import conditions, leaving, mandated
from reports.formats.in_time import arrivals, relieved, supplied
from reports.formats.sections import (
    asked,
    at_notice,
    bears,
    carries,
    coverage,
    grown,
    options,
    persons,
    short,
    written,
)
from reports.formats.sheet import Lines, wrapped
from reports.formats.since import since

WIDTH = 80
SECTIONS = (
    persons, coverage, asked, grown, arrivals, supplied,
    carries, bears, relieved, at_notice,
    short, conditions, mandated, leaving, since,
)  # fmt: skip


def render(content: Content) -> bytes:
    """Return the brief as UTF-8 text, marked at its top and bottom; the same plan gives the same bytes."""
    mark = [Text(line.plain.center(WIDTH).rstrip()) for line in wrapped(content.marking, WIDTH)]
    reference = " · ".join(x for x in (content.reference, content.dtg, content.originator, content.subject) if x)
    lines: Lines = [
        *mark,
        *_said(reference),
        *_said(f"To: {content.written.to}" if content.written.to else ""),
        Text(),
        *_said(content.title.upper()),
        Text(),
        *_said(content.crashed),
        *_said(f"Rests on {content.rests_on}; {content.firmness}, that is announced or deployed."),
        Text(),
        *_said("BLUF  " + content.bluf),
        Text(),
    ]
    for d in content.decisions:
        lines += _said(f"DECISION SOUGHT  {d.verb} {d.what}" + "".join(f", {x}" for x in (d.by, d.on) if x))
    if content.written.recommended:
        lines += _said(f"STAFF RECOMMEND  {content.written.recommended}")
    beside = [options(content.options, WIDTH)] if content.options else []
    blocks = (section(content, WIDTH) for section in SECTIONS)
    for block in (*beside, *blocks, *written(content, WIDTH), _confidence(content)):
        lines += [Text(), *block] if block else []
    lines += [Text(), *_said(f"{content.source} {content.no_request}"), *mark]
    return ("\n".join(line.plain.rstrip() for line in lines) + "\n").encode()


def _confidence(c: Content) -> Lines:
    return [
        Text("CONFIDENCE"), *_said(c.proof), *_said(f"Verified by code apart from the solver: {c.verified}."),
        *_said(f"Inputs: {c.rests_on}; {c.firmness}."), *_said(f"Worst single withdrawal. {c.worst}"),
    ]  # fmt: skip


def _said(text: str) -> Lines:
    return wrapped(text, WIDTH) if text else []
