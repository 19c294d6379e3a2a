"""The frames of the product: every table that crosses a joint, its columns declared once.

A frame of a scenario with one key column is indexed by it; any other has a plain index. Ids are plain text in sorted order; a column of kind
`many` holds tuples of text. Months count from 0 at the start of the calendar, steps from 0; a month that never comes is `NEVER`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

NEVER = 10_000  # a month after every horizon: "until" of what does not end

DTYPES = {"text": object, "number": np.float64, "count": np.int64, "flag": np.bool_, "many": object}
EMPTY: Mapping[str, Any] = {"text": "", "number": np.nan, "count": 0, "flag": False, "many": ()}


@dataclass(frozen=True)
class Column:
    """One column: its name, kind (a key of DTYPES), meaning with the unit, and what stands where a row says nothing."""

    name: str
    kind: str
    meaning: str
    default: Any = None

    @property
    def blank(self) -> Any:
        """What stands where a row says nothing."""
        return EMPTY[self.kind] if self.default is None else self.default


@dataclass(frozen=True)
class Frame:
    """One declared frame: what a row is, the columns that name the row, and all columns in order."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def indexed(self) -> bool:
        """Whether the frame is indexed by its one key column; what the rules make of a plan has a plain index."""
        return len(self.key) == 1 and self in SCENARIO


def _frame(name: str, meaning: str, key: str, *columns: tuple[Any, ...]) -> Frame:
    return Frame(name, meaning, tuple(key.split()), tuple(Column(*c) for c in columns))


# fmt: off
# What a scenario holds -----------------------------------------------------------------------------------------------------------
SCENARIO = (
    _frame("nations", "A nation that offers.", "nation",
           ("nation", "text", "ISO 3166 alpha-3 code"), ("title", "text", "name in English"), ("groups", "many", "groups it belongs to"),
           ("role", "text", "member or backstop"), ("gdp_busd", "number", "GDP, billion USD"), ("defence_busd", "number", "defence spending, billion USD"),
           ("active_personnel", "number", "active personnel, persons"), ("given_share", "number", "share of the burden as agreed; empty where it is not said")),
    _frame("nation_limits", "A ceiling that a nation sets.", "nation measure of",
           ("nation", "text", "nation"), ("measure", "text", "deployed, country, domain (persons outside own soil) or reserve (units kept out of the force)"),
           ("of", "text", "country, domain or unit type the limit speaks of; empty for deployed"), ("limit", "number", "persons; units for reserve")),
    _frame("capabilities", "A thing that units provide and lines need.", "capability",
           ("capability", "text", "id"), ("title", "text", "name"), ("unit", "text", "unit of count, singular")),
    _frame("unit_types", "A type of unit.", "unit_type",
           ("unit_type", "text", "id"), ("title", "text", "name"), ("domain", "text", "land, sea, air, training, support"), ("symbol", "text", "APP-6 code"),
           ("personnel", "number", "persons a unit"), ("tonnes", "number", "standard displacement of a hull, t", 0.0), ("lift_t", "number", "tonnes to move a unit", 0.0),
           ("tour_months", "number", "months in place", 6.0), ("dwell_months", "number", "months at home after a tour", 18.0),
           ("overlap_months", "count", "months in which who relieves and who is relieved are both in place", 0), ("home_availability", "number", "share of units at home that can work there", 1.0),
           ("cost_month", "number", "additional cost of a unit in place, M EUR a month", 0.0), ("cost_move", "number", "a round trip of a unit, M EUR", 0.0),
           ("basis", "text", "quoted, derived or assumed; empty where it is not said"), ("source", "text", "where its figures come from"), ("confidence", "text", "high, medium or low")),
    _frame("provides", "What one unit of a type provides by itself.", "unit_type capability",
           ("unit_type", "text", "unit type"), ("capability", "text", "capability"), ("amount", "number", "units of capability")),
    _frame("substitutes", "What one unit gives where it stands in for another.", "unit_type capability",
           ("unit_type", "text", "unit type"), ("capability", "text", "capability"), ("amount", "number", "units of capability given as a substitute"),
           ("max_share", "number", "most of the line's level that all units of the type may give, share; empty for no limit"),
           ("path", "many", "how it comes to it: the unit type, what stands in, and last the capability")),
    _frame("occupies", "What one unit takes of a site.", "unit_type resource",
           ("unit_type", "text", "unit type"), ("resource", "text", "beds, berths, ramp, ..."), ("amount", "number", "taken by one unit")),
    _frame("consumes", "What one unit uses up.", "unit_type supply",
           ("unit_type", "text", "unit type"), ("supply", "text", "what is used up: food, fuel, ..."), ("tpd", "number", "used by one unit, t/day")),
    _frame("offers", "An offer of a nation: its tiers stand in `tiers`.", "offer",
           ("offer", "text", "id"), ("nation", "text", "nation"), ("unit_type", "text", "unit type"), ("kind", "text", "deployed, in_cycle or one_tour"),
           ("pool", "text", "rotation pool; empty for deployed and one_tour"), ("tour_months", "number", "months in place"), ("dwell_months", "number", "months at home after"),
           ("home_availability", "number", "share at home that can work there", 1.0),
           ("pillars", "many", "pillars it may serve; empty for all"), ("only_at", "many", "sites it may stand at; empty for all"), ("not_at", "many", "sites it may not stand at"),
           ("min_units", "number", "least units on a line and step, if any; 0 for no minimum", 0.0), ("committed_to", "text", "commitment it is taken from"),
           ("reliability", "number", "probability that it comes, for draws only", 1.0)),
    _frame("tiers", "One increment of an offer.", "offer tier",
           ("offer", "text", "offer"), ("tier", "text", "tier"), ("units", "number", "units: in place, in the cycle or for one tour, as the offer's kind says"),
           ("first_month", "count", "first month in which it may stand, by `from` and notice"), ("until_month", "count", "month in which it may no longer stand", NEVER),
           ("notice_days", "number", "notice to move, days", 0.0), ("requires", "many", "clauses (tuples of conditions): all clauses, of each at least one condition"),
           ("status", "text", "exploratory, offered, announced or deployed", "offered"), ("basis", "text", "quoted, derived or assumed", "assumed"),
           ("source", "text", "where the figure comes from"), ("confidence", "text", "high, medium or low")),
    _frame("sites", "A place where units stand.", "site",
           ("site", "text", "id"), ("title", "text", "name"), ("country", "text", "ISO 3166 alpha-3 code"), ("kinds", "many", "camp, hub, port, ..."),
           ("lat", "number", "latitude, degrees"), ("lon", "number", "longitude, degrees"),
           ("existing", "flag", "in use already: needs no opening and costs nothing"), ("ready_month", "count", "first month in which it can be in use: works begin + works"),
           ("opening_months", "count", "months of works"), ("opening_cost", "number", "cost of the works, M EUR", 0.0), ("monthly_cost", "number", "M EUR a month while open", 0.0),
           ("payer", "text", "nation that pays; empty for the host"), ("exposure", "number", "exposure weight of a person-month", 1.0),
           ("stock_days", "number", "days of supply kept there; empty where it is not said"),
           ("supplied", "text", "how supplies come: by route, also where its last is lost; from outside, where routes begin (source); on the spot (spot)", "spot"),
           ("basis", "text", "quoted, derived or assumed; empty where it is not said"), ("source", "text", "where its figures come from"), ("confidence", "text", "high, medium or low")),
    _frame("capacity", "What a site has.", "site resource",
           ("site", "text", "site"), ("resource", "text", "beds, berths, ramp, ..."), ("free", "number", "capacity less baseline load"), ("baseline", "number", "what others use already", 0.0)),
    _frame("stages", "A step by which a site grows.", "site stage",
           ("site", "text", "site"), ("stage", "count", "number in the order written, from 1"), ("name", "text", "name"), ("months", "count", "months of works"),
           ("first_month", "count", "first month in which it can be there: works begin + works"), ("cost", "number", "cost of the works, M EUR", 0.0)),
    _frame("stage_adds", "What a step adds to what is free at a site.", "site stage resource",
           ("site", "text", "site"), ("stage", "count", "number of the step"), ("resource", "text", "resource"), ("amount", "number", "added, once others have what they use")),
    _frame("routes", "A way by which supplies and forces reach a site.", "route",
           ("route", "text", "id"), ("origin", "text", "site where it begins"), ("destination", "text", "site where it ends"),
           ("capacity_tpd", "number", "most that it carries, t/day"), ("mode", "text", "road, rail, sea, air or river; empty where it is not said"),
           ("days", "number", "days under way; empty where it is not said"), ("first_month", "count", "first month in which it is usable")),
    _frame("reception", "What a site takes in of those who come: by itself, and over each route that ends there.", "site over measure",
           ("site", "text", "site"), ("over", "text", "route; empty for the site itself"), ("measure", "text", "persons or t"),
           ("a_month", "number", "most that comes in a month, persons or t"), ("first_month", "count", "first month in which it does")),
    _frame("requirements", "A line of the statement of requirements.", "requirement",
           ("requirement", "text", "id"), ("title", "text", "name"), ("pillar", "text", "training, reassurance or neighbour"), ("priority", "count", "1 first", 1),
           ("weight", "number", "weight in its goal, lines", 1.0), ("domain", "text", "a label; filters nothing"),
           ("derived", "text", "empty for a given need; ratio, flow or courses where the posture makes the need"), ("cover", "flag", "counts in uncovered, not in support_gap"),
           ("hard", "flag", "limits its drivers and has no shortfall"), ("lead", "many", "nations that may lead; empty for no lead rule"),
           ("lead_share", "number", "least share of the persons that the lead provides", 0.0), ("lead_fixed", "flag", "one lead for the whole horizon"),
           ("max_nations", "number", "most nations in a step; empty for no limit"), ("whole_unit_type", "text", "formation of which a share must stand whole"),
           ("whole_share", "number", "that share", 0.0), ("n_minus_1", "flag", "counts in resilience_gap"),
           ("loss_of", "text", "whose loss it must survive: nation, group or site", "nation"), ("losses", "many", "which of them; empty for every nation or site"),
           ("standby", "flag", "held at notice at home"), ("backs", "many", "lines that a stand-by backs"),
           ("basis", "text", "quoted, derived or assumed; empty where it is not said"), ("source", "text", "where the need comes from"), ("confidence", "text", "high, medium or low")),
    _frame("min_contributions", "Least useful contribution of a nation to a line and step, if any.", "requirement measure",
           ("requirement", "text", "line"), ("measure", "text", "personnel or a capability"), ("amount", "number", "persons or units of capability")),
    _frame("reach", "The sites that lie in a line's area.", "requirement site", ("requirement", "text", "line"), ("site", "text", "site")),
    _frame("needs", "Given needs above 0, after the level of ambition.", "requirement capability step",
           ("requirement", "text", "line"), ("capability", "text", "capability"), ("step", "count", "step"), ("level", "number", "units of capability needed"),
           ("minimum", "number", "least useful amount; 0 for none", 0.0)),
    _frame("funds", "A fund.", "fund", ("fund", "text", "id"), ("title", "text", "name"), ("balance", "number", "M EUR there at the start", 0.0)),
    _frame("pledges", "Money that a nation pays into a fund.", "fund nation pledge",
           ("fund", "text", "fund"), ("nation", "text", "nation that pays"), ("pledge", "count", "number among those of the nation to the fund, by month and amount"),
           ("meur", "number", "M EUR"), ("month", "count", "month in which it is paid"), ("requires", "many", "clauses (tuples of conditions)"),
           ("earmark", "many", "purposes or items it is kept for"), ("status", "text", "exploratory, offered, announced or deployed", "offered"),
           ("basis", "text", "quoted, derived or assumed", "assumed"), ("source", "text", "where the figure comes from"), ("confidence", "text", "high, medium or low")),
    _frame("baseline", "The plan agreed last, on the steps of this calendar.", "offer requirement site step",
           ("offer", "text", "offer"), ("requirement", "text", "line"), ("site", "text", "site; empty where it is not said"), ("step", "count", "step"),
           ("units", "number", "units that were agreed")),
    _frame("placement_costs", "A cost once per unit placed.", "offer site", ("offer", "text", "offer"), ("site", "text", "site"), ("cost_meur", "number", "M EUR a unit")),
)

# What the rules make of a plan ----------------------------------------------------------------------------------------------------
ACCOUNTS = (
    _frame("coverage", "Coverage: each capability of each line, given and derived, in each step in which it is needed.", "requirement capability step",
           ("requirement", "text", "line"), ("capability", "text", "capability"), ("step", "count", "step"), ("level", "number", "needed"),
           ("reference", "number", "what the shortfall is measured against: the level of a given line, the reference level of a derived one"),
           ("minimum", "number", "least useful amount"), ("filled", "number", "provided"), ("firm", "number", "provided by what is announced or deployed"),
           ("quoted", "number", "provided by offers that are quoted", 0.0), ("derived", "number", "provided by offers that are derived", 0.0),
           ("assumed", "number", "provided by offers that are assumed", 0.0),
           ("short", "number", "level less filled, not below 0"), ("below", "number", "minimum less filled, not below 0")),
    _frame("basis", "What figures rest on: what stands, by the tier of the offer it is taken from, the firmest first.", "offer tier requirement site step",
           ("offer", "text", "offer"), ("tier", "text", "tier; empty where no tier may be used"), ("requirement", "text", "line"), ("site", "text", "site"), ("step", "count", "step"), ("nation", "text", "nation"),
           ("units", "number", "units taken from the tier"), ("persons", "number", "persons of these"), ("status", "text", "exploratory, offered, announced or deployed"),
           ("basis", "text", "quoted, derived or assumed"), ("source", "text", "where the figure comes from"), ("confidence", "text", "high, medium or low; empty where it is not said")),
    _frame("posture", "What stands: one row a placement and step.", "offer requirement site step",
           ("offer", "text", "offer"), ("requirement", "text", "line"), ("site", "text", "site"), ("step", "count", "step"), ("units", "number", "units"),
           ("nation", "text", "nation"), ("unit_type", "text", "unit type"), ("country", "text", "country of the site"), ("own_soil", "flag", "stands in its own country"),
           ("persons", "number", "persons"), ("pillar", "text", "pillar of the line"), ("domain", "text", "domain of the unit type")),
    _frame("movements", "Movement: who comes before a step, from home or from another site. Own soil aside, and what stands in the first step, which came before the calendar.",
           "offer requirement site step",
           ("offer", "text", "offer"), ("requirement", "text", "line"), ("site", "text", "site it comes to"), ("step", "count", "first step in which it stands there"),
           ("nation", "text", "nation it comes from"), ("via", "text", "routes that end at the site and are usable then; empty where none does"),
           ("units", "number", "units that come"), ("persons", "number", "persons of these"), ("tonnes", "number", "t to move them"),
           ("ready", "count", "first month in which the offer may stand, by dates, notice and conditions"), ("begins", "count", "month in which the first of them come"),
           ("arrives", "count", "month by the end of which all are there"),
           ("line_there", "count", "month by the end of which all are there that the line ever has at one time, at its first such step; -1 for before the calendar")),
    _frame("ramp_up", "Movement: what comes to each site in each month in which anything comes, against what it takes in.", "site month",
           ("site", "text", "site"), ("month", "count", "month"), ("persons", "number", "persons that come"), ("most_persons", "number", "persons that it takes in; empty for no limit"),
           ("tonnes", "number", "t that come"), ("most_tonnes", "number", "t that it takes in, by itself and over its routes; empty for no limit")),
    _frame("pools", "Rotation: each pool in each step.", "pool step",
           ("pool", "text", "rotation pool"), ("step", "count", "step"), ("away", "number", "units in place away"), ("home", "number", "units at work on own soil"),
           ("used", "number", "sustained units used: away + home at the pool's rate"), ("sustained", "number", "units the cycle sustains with the conditions that hold")),
    _frame("schedule", "Tours: who stands where from month to month, and whom he relieves; drawn from the posture where rotation is sustained.",
           "pool offer tier begins requirement site first_month until_month relieves",
           ("pool", "text", "rotation pool"), ("offer", "text", "offer"), ("tier", "text", "tier"), ("begins", "count", "month in which the tour begins"), ("ends", "count", "first month after the tour"),
           ("units", "number", "units"), ("requirement", "text", "line; empty where the tour holds no place"), ("site", "text", "site; empty where the tour holds no place"),
           ("first_month", "count", "month in which it takes the place"), ("until_month", "count", "month in which it hands it over"),
           ("relieves", "text", "the tour whose place it takes: offer, tier and the month in which that tour began; empty for a place that nobody leaves then")),
    _frame("unrelieved", "Months in which fewer stand on tours than the posture asks for.", "pool offer requirement site month",
           ("pool", "text", "rotation pool"), ("offer", "text", "offer under which the place is decided"), ("requirement", "text", "line"), ("site", "text", "site"), ("month", "count", "month"),
           ("asked", "number", "units in place by the posture"), ("missing", "number", "units of these for which there is no tour")),
    _frame("loads", "Sites: each resource in each step in which it is used.", "site resource step",
           ("site", "text", "site"), ("resource", "text", "resource"), ("step", "count", "step"), ("used", "number", "taken by the force"), ("free", "number", "capacity less baseline load")),
    _frame("presence", "Persons by nation, country and step.", "nation country step",
           ("nation", "text", "nation"), ("country", "text", "country"), ("step", "count", "step"), ("persons", "number", "persons")),
    _frame("double_hatted", "Persons in place who are taken from another commitment.", "commitment nation step",
           ("commitment", "text", "what the offer is committed to"), ("nation", "text", "nation"), ("step", "count", "step"), ("persons", "number", "persons")),
    _frame("limits", "National ceilings: use in each step.", "nation measure of step",
           ("nation", "text", "nation"), ("measure", "text", "deployed, country, domain or reserve"), ("of", "text", "country, domain or unit type"), ("step", "count", "step"),
           ("used", "number", "persons or units"), ("limit", "number", "persons or units")),
    _frame("conditions", "Conditions: each in each step.", "condition step",
           ("condition", "text", "condition"), ("step", "count", "step"), ("holds", "flag", "relied on by the plan"), ("could_hold", "flag", "would hold for this posture: the largest consistent set"),
           ("value", "number", "what counts towards the threshold; empty without one"), ("threshold", "number", "threshold; empty without one"),
           ("persons", "number", "persons in place that could not stand without it in this step, directly or through another condition"),
           ("at_notice", "number", "persons at notice that could not wait without it", 0.0),
           ("unused", "flag", "earned, and nothing that stands asks for it, directly or through another condition"),
           ("promised", "flag", "held by what is planned for a later step: a promise"),
           ("together", "many", "conditions that hold only with it as it holds only with them; itself alone where it carries itself")),
    _frame("mandates", "Who must decide by when: each condition on which somebody hangs, in place or at notice.", "condition",
           ("condition", "text", "condition"), ("owner", "text", "who decides on it; empty where it is not said"), ("granted", "text", "granted (by date) or if-earned"),
           ("step", "count", "first step in which somebody hangs on it"), ("needed", "text", "first day of that step"),
           ("notice_days", "number", "longest notice that counts from its day, days", 0.0), ("latest", "text", "latest day on which it must be there: needed less notice"),
           ("persons", "number", "most persons in place that hang on it in a step, directly or through another condition"),
           ("at_notice", "number", "most persons at notice that hang on it in a step", 0.0), ("lines", "many", "lines on which they stand or wait")),
    _frame("commands", "Command: lines that ask for a lead, in each step in which they are filled.", "requirement step",
           ("requirement", "text", "line"), ("step", "count", "step"), ("lead", "text", "lead nation; empty if leaderless"), ("share", "number", "share of the persons that the lead provides"),
           ("nations", "count", "nations in the line")),
    _frame("resilience", "n-1: lines that ask for it, in each step; the loss that hurts most.", "requirement capability step",
           ("requirement", "text", "line"), ("capability", "text", "capability"), ("step", "count", "step"), ("loss_of", "text", "nation, group or site"),
           ("lost", "text", "whose loss leaves least; empty where none takes anything"), ("left", "number", "what all others provide, stand-by behind the line included"),
           ("minimum", "number", "least useful amount"), ("gap", "number", "minimum less left, not below 0")),
    _frame("standby", "Stand-by: what is held at notice at home, in each step.", "offer requirement step",
           ("offer", "text", "offer"), ("requirement", "text", "line"), ("step", "count", "step"), ("nation", "text", "nation"), ("units", "number", "units"),
           ("persons", "number", "persons"), ("backs", "many", "lines that it backs"), ("notice_days", "number", "longest notice of the offer's tiers, days")),
    _frame("burden", "Burden: what each nation that offers bears, and its part of it against its share of a key.", "load key nation",
           ("load", "text", "person_months, cost or exposure"), ("key", "text", "gdp, defence, active, equal or given"), ("nation", "text", "nation"),
           ("amount", "number", "person-months outside own soil, weighed by the site's exposure for exposure; M EUR for cost"),
           ("share", "number", "its part of the key among the nations that offer; empty where the key is not known"),
           ("ratio", "number", "its part of the load over its share: 1 carries its share; empty as the share is, and where nobody bears anything")),
    _frame("changes", "Persistence: what departs from the plan agreed last, and only that.", "offer requirement site step",
           ("offer", "text", "offer"), ("requirement", "text", "line"), ("site", "text", "site; empty where changes count per line"), ("step", "count", "step"),
           ("nation", "text", "nation"), ("status", "text", "lowest status of the offer then; unused where the agreed plan has no unit of it"),
           ("baseline", "number", "units that were agreed"), ("place", "number", "units that stand"), ("moved", "number", "units by which they differ"),
           ("persons", "number", "persons of these"), ("weight", "number", "what a person-month of them counts")),
    _frame("areas", "Limits of a sea or air space in each step.", "area limit nation step",
           ("area", "text", "area"), ("limit", "text", "name of the limit"), ("nation", "text", "nation where the limit is per nation"), ("step", "count", "step"),
           ("used", "number", "tonnes, persons or units"), ("at_most", "number", "limit")),
    _frame("asks", "Asks: the soft caveats that the plan asks to lift.", "caveat",
           ("caveat", "text", "caveat"), ("nations", "many", "whose it is"), ("price", "number", "political price, points"), ("owner", "text", "who could lift it"),
           ("persons", "number", "persons that stand only by it, in the step with most"), ("lines", "many", "lines on which they stand")),
    _frame("supply", "Sustainment: what each site that routes feed uses, in each step.", "site supply step",
           ("site", "text", "site"), ("supply", "text", "supply"), ("step", "count", "step"), ("used", "number", "used by what stands there, t/day"),
           ("carried", "number", "what comes and does not go on, t/day"), ("unsupported", "number", "used less carried: what comes nowhere, t/day"),
           ("stock_days", "number", "days from the loss of all its routes to its running dry; empty where no stock is said"),
           ("dry_days", "number", "days until its stock is used up with what is carried; empty where nothing is lacking or no stock is said")),
    _frame("flows", "Sustainment: what each route carries in each step.", "route supply step",
           ("route", "text", "route"), ("supply", "text", "supply"), ("step", "count", "step"), ("tpd", "number", "carried, t/day"),
           ("capacity_tpd", "number", "most that the route carries of all supplies, t/day")),
    _frame("driven", "Derived lines: who makes their need in each step, in shares.", "requirement capability step by nation",
           ("requirement", "text", "derived line"), ("capability", "text", "capability that it needs"), ("step", "count", "step"),
           ("by", "text", "line whose posture makes the need"), ("nation", "text", "nation of that posture"), ("share", "number", "share of the need that it makes")),
    _frame("costs", "Additional cost over the horizon.", "payer purpose what",
           ("payer", "text", "nation that pays"), ("purpose", "text", "month, move, opening, expansion, running or placement"), ("what", "text", "offer or site"), ("meur", "number", "M EUR")),
)

# fmt: on
FRAMES: Mapping[str, Frame] = {f.name: f for f in SCENARIO + ACCOUNTS}


def reference() -> str:
    """Return the reference of all frames as Markdown, made from their declarations."""
    parts = ["# Frames", "", "Every table that crosses a joint. Made from `planner/frames.py`; a test holds this page to it.", ""]
    for title, frames in (("What a scenario holds", SCENARIO), ("What the rules make of a plan", ACCOUNTS)):
        parts += [f"## {title}", ""]
        for f in frames:
            parts += [
                f"### {f.name}",
                "",
                f"{f.meaning} A row is named by {', '.join(f.key)}.",
                "",
                "| column | kind | meaning |",
                "| --- | --- | --- |",
            ]
            parts += [f"| {c.name} | {c.kind} | {c.meaning} |" for c in f.columns] + [""]
    return "\n".join(parts)


def make(name: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Return declared frame `name` from records, columns in order, blanks filled, rows sorted by key.

    Raises
    ------
    KeyError
        An unknown frame or column: a fault of the program, never of a planner.
    """
    declared = FRAMES[name]
    records = list(rows)
    known = {c.name for c in declared.columns}
    for row in records:
        if unknown := set(row) - known:
            raise KeyError(f"frame {name} has no column {sorted(unknown)}")
    data = {c.name: _series(c, [row.get(c.name, c.blank) for row in records]) for c in declared.columns}
    return arrange(name, pd.DataFrame(data, columns=[c.name for c in declared.columns]))


def records(frame: pd.DataFrame, *columns: str, index: bool = False) -> Iterator[Any]:
    """Yield the rows of a frame as named tuples, of the named columns only where any are named; with `index`, its index first, as `Index`.

    Here, in `items` and in `groups` values come as plain `Any`: to the stubs of pandas every scalar is of all types at once.
    """
    yield from (frame[list(columns)] if columns else frame).itertuples(index=index)


def items(series: "pd.Series[Any]") -> Iterator[tuple[Any, Any]]:
    """Yield (label, value) of a series."""
    yield from series.items()


def groups(grouped: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (key, rows) of a grouping."""
    yield from grouped


def arrange(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Sort a frame by its key, give it its index, columns and dtypes: the form in which it crosses a joint."""
    declared = FRAMES[name]
    flat = frame.reset_index() if frame.index.name in declared.key else frame
    columns = [c.name for c in declared.columns]
    if missing := [c for c in columns if c not in flat.columns]:
        raise KeyError(f"frame {name} lacks {missing}")
    flat = flat[columns].sort_values(list(declared.key), kind="stable", ignore_index=True)
    typed = pd.DataFrame({c.name: _series(c, flat[c.name].tolist()) for c in declared.columns}, columns=columns)
    return typed.set_index(declared.key[0]) if declared.indexed else typed


def _series(column: Column, values: list[Any]) -> pd.Series:
    return pd.Series(values, dtype=DTYPES[column.kind])
