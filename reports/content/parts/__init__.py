"""What a report is made of: every number and sentence, once. Formats lay these out and add nothing."""

from reports.content.parts.force import Bearer, Burden, Carrier, Cell, Gap, Line, Presence, Row, Shares
from reports.content.parts.hanging import Commitment, Leaver, Mandate
from reports.content.parts.judged import Level, Option, Options
from reports.content.parts.sourced import Fact, Resting, Trace
from reports.content.parts.time import Change, Coming, Hub, Ramp, Relief, Reliefs, Since, Supplies, Way
from reports.content.parts.written import Decision, DecisionPoint, Risk, Round, Written

__all__ = [
    "Bearer",
    "Burden",
    "Carrier",
    "Cell",
    "Change",
    "Coming",
    "Commitment",
    "Decision",
    "DecisionPoint",
    "Fact",
    "Gap",
    "Hub",
    "Leaver",
    "Level",
    "Line",
    "Mandate",
    "Option",
    "Options",
    "Presence",
    "Ramp",
    "Relief",
    "Reliefs",
    "Resting",
    "Risk",
    "Round",
    "Row",
    "Shares",
    "Since",
    "Supplies",
    "Trace",
    "Way",
    "Written",
]
