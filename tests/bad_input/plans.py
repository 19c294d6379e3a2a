"""What contradicts itself or cannot be meant: offers, pins, conditions, goals; and what is allowed, but seldom meant."""

from tests.bad_input.catalogue import Case, both, swap

PIN = "{place: {offer: FRA-battlegroup, requirement: land-west}, at_least: 1, from: entry}"
OFFER = "POL-fighters,POL,fighter-det,1,,,1,,"
BACKSTOP = "{group: EUROPE, measure: personnel, in: {country: UKR}, without: needs-it, at_least: {entry: 1000, stabilise: 1500}}"


def pin(new: str):
    return swap(PIN, new)


def offer(new: str, cell: str = ""):
    return swap(OFFER, new, "offers.csv", cell)


def warning(kind: str, spoil, says: str, hint: str = "") -> Case:
    return Case(kind, spoil, says, hint, severity="warning", code=0)


def earned(test: str):
    return swap(BACKSTOP, test)


CASES = [
    Case(
        "offer with two amounts",
        offer("POL-fighters,POL,fighter-det,1,▸2,,1,,", "row 6, in_cycle"),
        "gives deployed and in_cycle",
        "exactly one of deployed",
    ),
    Case(
        "offer without an amount",
        offer("▸POL-fighters,POL,fighter-det,,,,1,,", "row 6"),
        "the offer POL-fighters gives no amount",
        "exactly one of deployed",
    ),
    Case(
        "contradictory pins",
        swap(f"  - {PIN}", f"  - ▸{PIN.replace('at_least: 1', 'at_least: 2')}\n  - {PIN.replace('at_least: 1', 'at_most: 1')}"),
        "this pin asks for at least 2 units, and the pin at plan/scenario.yaml:73:5 allows at most 1",
        "take one of the two away",
    ),
    Case(
        "contradictory pins", pin(PIN.replace("at_least: 1", "at_least: ▸2, at_most: 1")), "at least 2 and at most 1", "must not be above"
    ),
    *[
        Case("pin that says two amounts", pin(PIN.replace("at_least: 1", new)), f"this pin says {what}", "keep one")
        for new, what in (
            ("exactly: 1, at_most: ▸0", "exactly and at_most"),
            ("at_least: 1, exactly: ▸1", "at_least and exactly"),
        )
    ],
    Case(
        "pin that says two amounts",
        pin("{forbid: {offer: FRA-battlegroup, requirement: land-west}, at_least: ▸1, from: entry}"),
        "this pin says forbid and at_least",
        "keep one",
    ),
    Case(
        "pin beyond an offer",
        pin("▸" + PIN.replace("at_least: 1", "at_least: 5")),
        "asks for at least 5 units in entry, and what it selects can give at most 2",
        "amount",
    ),
    Case(
        "pin barred",
        both(pin("▸" + PIN), swap("pol-no-ukr: {nations: [POL]", "fra-no-ukr: {nations: [FRA]")),
        "nothing of it may stand there then: the caveat fra-no-ukr at plan/scenario.yaml:28:3 bars it",
        "lift what bars it",
    ),
    Case(
        "pin before the offer",
        pin("▸" + PIN.replace(", from: entry", "")),
        "in prepare, and what it selects can give none: FRA-battlegroup requires ceasefire",
        "begin the pin later",
    ),
    Case("pin that asks for nothing", pin("▸{place: {offer: FRA-battlegroup}}"), "this pin asks for nothing", "at_least"),
    Case(
        "goal order that lets support shrink the force",
        both(
            swap("  - {minimise: below_minimum}\n", "  - ▸{minimise: uncovered}\n  - {minimise: below_minimum}\n"),
            swap("  - {minimise: uncovered}\n  - {minimise: leaderless}", "  - {minimise: leaderless}"),
        ),
        "uncovered stands before below_minimum: for want of reserve those who need it would be left at home",
        "put uncovered after shortfall.1",
    ),
    Case("goal twice", swap("  - {minimise: leaderless}", "  - ▸{minimise: below_minimum}"), "below_minimum is a goal twice", "keep one"),
    Case(
        "priority that no goal counts",
        swap("area: {country: UKR}, priority: 2", "area: {country: UKR}, priority: ▸3"),
        "land-engineers has priority 3, and no goal counts it",
        "goals",
    ),
    Case(
        "condition that nothing earns",
        swap(f"    granted: if-earned\n    earned_when: {BACKSTOP}", "    granted: ▸if-earned"),
        "nothing says when",
        "earned_when",
    ),
    Case(  # allowed: a condition may hang on what it makes possible
        "circular conditions",
        swap("ceasefire: {granted: true, from: D}", "ceasefire: {granted: if-earned, earned_when: {after: us-backstop}}"),
        "No error: it can be solved",
        severity="none",
        code=0,
    ),
    warning(
        "threshold that the offers can never reach",
        both(swap("stabilise: 1500}", "stabilise: 150000}"), swap("  us-backstop:\n", "  us-backstop:\n")),
        "us-backstop asks for 150000 persons in stabilise, and all that it counts can give",
        "lower the threshold",
    ),
    warning(
        "offer that can serve nothing",
        swap("POL-fighters,POL,fighter-det,1,,,1,,,,,,", "▸POL-fighters,POL,fighter-det,1,,,1,,,,,lviv-area,", "offers.csv", "row 6, id"),
        "POL-fighters can serve nothing: ",
        "leave the offer out",
    ),
    warning(
        "line nobody can serve",
        both(
            swap("  air_policing: {unit: aircraft}", "  air_policing: {unit: aircraft}\n  bridging: {unit: company}"),
            swap("land-engineers: {pillar: reassurance, needs: {engineering:", "▸land-engineers: {pillar: reassurance, needs: {bridging:"),
        ),
        "land-engineers needs bridging, which no offered unit provides",
        "it will stay short",
    ),
    warning(
        "pool that sustains nothing",
        swap("FRA-engineers,FRA,engineer-coy,,4,", "FRA-engineers,FRA,engineer-coy,,3,", "offers.csv"),
        "the pool FRA engineer-coy sustains 0.75 units: less than one never stands",
        "in_cycle",
    ),
    warning(
        "unit type without a cost",
        swap("occupies: {ramp: 4, beds: 150}, cost_meur: {month: 3, move: 1}}", "occupies: {ramp: 4, beds: 150}}"),
        "fighter-det has no cost",
        "cost_meur",
    ),
    warning(
        "condition denied",
        swap("    granted: if-earned\n    earned_when: " + BACKSTOP, "    granted: false"),
        "us-backstop is denied: 1 offer cannot come",
        "without it",
    ),
    Case(
        "quorum above the group",
        earned("{quorum: ▸4, of: [EST, FRA, GBR]}"),
        "a quorum of 4 out of 3 nations is never reached",
        "at most 3",
    ),
    Case("quorum above the group", earned("{quorum: ▸2, of: ceasefire}"), "a quorum of 2 out of 1 condition is never reached", "at most 1"),
    Case(
        "quorum of conditions and nations",
        earned("{quorum: 2, of: [ceasefire, ▸FRA]}"),
        "a quorum counts conditions or nations, and FRA is no condition",
        "all: or any:",
    ),
    Case(
        "quorum of itself",
        earned("{quorum: 1, of: [ceasefire, ▸us-backstop]}"),
        "us-backstop counts towards its own quorum",
        "out of the list",
    ),
    Case("fund condition without fund", earned("{fund: ▸chest, at_least: 5}"), "there is no fund 'chest'", "this scenario has none"),
    Case(
        "fund condition without fund",
        earned("{measure: ▸money, at_least: 5}"),
        "money is measured, and there is no fund to pledge it to",
        "add finance",
    ),
    Case(
        "conditions that wait for each other",
        both(
            swap("ceasefire: {granted: true, from: D}", "ceasefire: {granted: if-earned, earned_when: ▸{after: us-backstop}}"),
            earned("{all: [{at_least: 1}, {after: ceasefire}]}"),
        ),
        "none is the first: ceasefire after us-backstop after ceasefire",
        "take one `after` away",
    ),
    Case(
        "promise of a phase that is over",
        earned("{at_least: {stabilise: 1000}, measured_in: ▸prepare}"),
        "prepare is over in stabilise, where this is first asked",
        "measured_in: previous",
    ),
    Case(
        "key that says nothing in a test",
        earned("{at_least: 1000, basis: offers, in: ▸{country: UKR}}"),
        "'in' says nothing here: an offer stands nowhere yet",
        "take it away",
    ),
    Case(
        "coverage of a need that the posture makes",
        earned("{measure: coverage, requirement: ▸reserve, at_least: 90%}"),
        "reserve: what the posture itself asks for is no threshold",
        "needs of its own",
    ),
    Case(
        "coverage of nothing",
        earned("{measure: ▸coverage, at_least: 90%}"),
        "of which lines the coverage counts is not said",
        "add requirement",
    ),
    Case(
        "coverage above all",
        earned("{measure: coverage, requirement: land-west, at_least: ▸90}"),
        "a coverage of 90 is more than all",
        "percentage",
    ),
    Case(
        "condition that opens nothing",
        swap("ceasefire: {granted: true, from: D}", "ceasefire: {granted: true, from: D, opens: ▸mcm}"),
        "there is no capability 'mcm'",
        "known",
    ),
    warning(
        "threshold above all offers",
        swap(f"earned_when: {BACKSTOP}", "▸earned_when: {measure: nations, nation: [FRA, GBR], at_least: 3}"),
        "us-backstop asks for 3 nations in prepare, and all that it counts can give 2",
        "lower the threshold",
    ),
]
