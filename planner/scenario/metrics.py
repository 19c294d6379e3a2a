"""The metrics: all that a goal makes small, a criterion compares, or every comparison tells, each declared once.

A metric stands in the rules by its name (or `account`) as a raw value; `unit` is what it is told in, raw times `factor`.
"""

from dataclasses import dataclass

HIGHER, LOWER, EARLIER, NEITHER = "higher", "lower", "earlier", ""  # which is better
EVERYTHING = ("nations", "offers", "unit_types", "sites", "requirements")  # parts of a selector
LINES, SITES, PAYMENTS = ("requirements",), ("sites",), ("nations", "offers", "unit_types")
GOAL, LATER, CRITERION, TOLD = "goal", "later", "criterion", "told"  # what it serves as: a goal is a criterion too
EACH = ("priority", "phase")
DERIVED = "every line that it speaks of is derived"


@dataclass(frozen=True)
class Metric:
    """One metric.

    `title` is its name beside others, `sense` which is better, `digits` those of its raw value. Of a goal: `behind` is the unit that its
    name is followed by, `counted` that of an absolute tolerance, `in_lines` whether it sums weights of lines, of whose total a tolerance is
    then a share, `at_zero` what is said where nothing is left of it. Of a criterion: `of` the parts of a selector, and `by` what else
    (priority, phase), it can be told of; `idle` why it may find no line to count.
    """

    name: str
    use: str
    title: str
    unit: str
    sense: str = LOWER
    digits: int = 4
    factor: float = 1.0
    account: str = ""
    behind: str = ""
    counted: str = ""
    in_lines: bool = False
    at_zero: str = "nothing is left of it"
    of: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    idle: str = ""

    @property
    def key(self) -> str:
        """The name under which the rules account for it."""
        return self.account or self.name


TABLE = (
    # what a goal makes small, in the order in which goals are best written
    Metric(
        "below_minimum", GOAL, "below minimum", "lines", in_lines=True, at_zero="every minimum is met", of=EVERYTHING, idle=DERIVED, by=EACH
    ),
    Metric(
        "shortfall",
        GOAL,
        "shortfall",
        "lines",
        in_lines=True,
        at_zero="every line of priority {number} is full",
        of=EVERYTHING,
        idle=DERIVED,
        by=EACH,
    ),
    Metric(
        "resilience_gap",
        GOAL,
        "below minimum, one nation gone",
        "lines",
        in_lines=True,
        at_zero="minima stand after any one loss, conditions held",
        of=LINES,
        idle="no given line that it speaks of asks for n-1 (resilience)",
        by=EACH,
    ),
    Metric(
        "uncovered",
        GOAL,
        "cover missing",
        "lines",
        in_lines=True,
        at_zero="cover follows the posture",
        of=LINES,
        idle="no line that it speaks of is derived cover",
        by=EACH,
    ),
    Metric(
        "support_gap",
        GOAL,
        "support missing",
        "lines",
        in_lines=True,
        at_zero="support follows the posture",
        of=LINES,
        idle="no line that it speaks of is derived support",
        by=EACH,
    ),
    Metric(
        "unsupported",
        GOAL,
        "supplies lacking",
        "t/day · months",
        digits=1,
        at_zero="all that is used is carried to where it is used",
        of=SITES,
        by=("phase",),
    ),
    Metric("asks", GOAL, "asks of capitals", "points", digits=1, behind="points"),
    Metric(
        "leaderless",
        GOAL,
        "leaderless",
        "months",
        digits=0,
        behind="months",
        counted="months",
        at_zero="every line that asks for a lead has one",
        of=LINES,
        idle="no line that it speaks of asks for a lead",
        by=EACH,
    ),
    Metric("cost", GOAL, "cost", "M EUR", digits=1, behind="M EUR", counted="M EUR", of=PAYMENTS),
    Metric("contributors", GOAL, "contributors", "nations", digits=0, behind="nations", counted="nation", of=EVERYTHING, by=EACH),
    Metric("changes", GOAL, "changes since the agreed plan", "person-months", digits=0, behind="person-months", at_zero="nothing moves"),
    Metric("peak_burden", GOAL, "most loaded, times its share", "times its share", digits=0, behind="load/share"),
    Metric("standby", GOAL, "held at notice", "person-months", digits=0, behind="person-months", at_zero="nobody is held at notice"),
    Metric(
        "arrivals",
        GOAL,
        "arrivals",
        "persons",
        digits=0,
        behind="persons",
        counted="persons",
        at_zero="nobody comes or moves after the first step",
        of=EVERYTHING,
        by=EACH,
    ),
    # goals that are read and not yet planned
    Metric("target_shortfall", LATER, "targets missed", "targets", at_zero="every target is met", of=EVERYTHING, by=EACH),
    Metric(
        "unfunded",
        LATER,
        "unfunded",
        "M EUR",
        digits=1,
        behind="M EUR",
        counted="M EUR",
        at_zero="everything is paid",
        of=EVERYTHING,
        by=EACH,
    ),
    # what options are compared by beside them
    Metric("coverage", CRITERION, "coverage", "% of need", HIGHER, factor=100.0, of=EVERYTHING, idle=DERIVED, by=EACH),
    Metric("coverage_firm", CRITERION, "firm coverage", "% of need", HIGHER, factor=100.0, of=EVERYTHING, idle=DERIVED, by=EACH),
    Metric(
        "ioc",
        CRITERION,
        "IOC",
        "month",
        EARLIER,
        digits=0,
        account="ioc_month",
        of=LINES,
        idle="no given line that it speaks of has priority 1",
    ),
    Metric("foc", CRITERION, "FOC", "month", EARLIER, digits=0, account="foc_month", of=LINES, by=("priority",)),
    Metric("conditional_reliance", CRITERION, "rests on earned conditions", "% of person-months", factor=100.0),
    Metric("personnel", CRITERION, "persons", "persons", digits=0, of=EVERYTHING, by=EACH),
    Metric("person_months", CRITERION, "person-months", "person-months", digits=0, of=EVERYTHING, by=EACH),
    # what every comparison tells, and no criterion weighs
    Metric("basis.quoted", TOLD, "rests on quoted figures", "% of person-months", HIGHER, factor=100.0),
    Metric("basis.derived", TOLD, "rests on derived figures", "% of person-months", NEITHER, factor=100.0),
    Metric("basis.assumed", TOLD, "rests on assumed figures", "% of person-months", factor=100.0),
    Metric("firm", TOLD, "announced or deployed", "% of person-months", HIGHER, factor=100.0),
)
METRICS = {metric.name: metric for metric in TABLE}
PLANNED = tuple(m.name for m in TABLE if m.use == GOAL)
GOALS = tuple(m.name for m in TABLE if m.use in {GOAL, LATER})
CRITERIA = tuple(m.name for m in TABLE if m.use != TOLD)


def of_goal(goal: str) -> Metric:
    """Return the metric of a goal by its name: of "shortfall.1" that of shortfall."""
    return METRICS[goal.partition(".")[0]]


def named(goal: str) -> str:
    """Return the name of a goal in a sentence: "shortfall, priority 1", "peak_burden, the 2 largest"."""
    name, _, number = goal.partition(".")
    which = f", the {number} largest" if name == "peak_burden" else f", priority {number}"
    return name + (which if number else "")


def titled(goal: str) -> str:
    """Return the title of a goal in a sentence: "shortfall, priority 1", "below minimum"; the load of the most loaded is no share."""
    name, _, number = goal.partition(".")
    if name == "peak_burden":
        return f"the {number} most loaded" if number else "most loaded"
    return METRICS[name].title + (f", priority {number}" if number else "")


def called(goal: str) -> str:
    """Return what a goal is called beside its value: its name and the unit of the value, "cost, M EUR"."""
    unit = of_goal(goal).behind
    return named(goal) + (f", {unit}" if unit else "")


def nothing_left(goal: str) -> str:
    """Return what is said of a goal that is zero: "every line of priority 1 is full"."""
    return of_goal(goal).at_zero.format(number=goal.partition(".")[2])
