"""Routes, flows and goals on supplies that cannot be meant, and what no hub can carry."""

from tests.bad_input.catalogue import Case, Spoiler, added, both, swap
from tests.bad_input.plans import warning

INFANTRY = "infantry-coy: {domain: land, personnel: 150,"
ENGINEERS = "engineer-coy: {domain: land, personnel: 150,"
BATTLEGROUP = "battlegroup: {domain: land, personnel: 1000,"
EATING = both(
    swap(BATTLEGROUP, f"{BATTLEGROUP} consumes: {{supply: 30}},"),
    swap(INFANTRY, f"{INFANTRY} consumes: {{supply: 8}},"),
    swap(ENGINEERS, f"{ENGINEERS} consumes: {{supply: 4}},"),
)
FLOW = "  node: {pillar: neighbour, needs: {air_policing: {%sderived: {flow: %s}}}, area: [rzeszow]}\n  air-policing:"
FIRST, LEADERLESS = "  - {minimise: below_minimum}\n", "  - {minimise: leaderless}\n"


def route(text: str) -> Spoiler:
    """Add a route."""
    return added(f"\nroutes:\n  road: {{{text}}}\n")


def node(supply: str, mark: str = "") -> Spoiler:
    """Add a line that a flow makes, and the goal that looks after it."""
    return both(swap("  air-policing:", FLOW % (mark, supply)), swap(LEADERLESS, "  - {minimise: support_gap}\n" + LEADERLESS))


ROAD = "from: rzeszow, to: lviv-area, capacity_tpd: 500"
CASES = [
    Case(
        "unknown site", route("from: ▸rzeszov, to: lviv-area, capacity_tpd: 5"), "there is no site 'rzeszov'", "known: lviv-area, rzeszow"
    ),
    Case(
        "route from a site to itself",
        route("from: rzeszow, to: ▸rzeszow, capacity_tpd: 5"),
        "road begins and ends at rzeszow",
        "let it lead to another site",
    ),
    Case(
        "route to nowhere",
        both(
            swap("area: {kind: airbase}", "area: [lviv-area]"),
            swap("area: {country_not: UKR}", "area: [lviv-area]"),
            route("from: lviv-area, to: ▸rzeszow, capacity_tpd: 5"),
        ),
        "road leads to nowhere: no line has rzeszow in its area",
        "put rzeszow into the area of a line",
    ),
    Case(
        "route that carries less than nothing",
        route("from: rzeszow, to: lviv-area, capacity_tpd: ▸-5"),
        "expected a number, 0 or more, got -5",
        "t/day",
    ),
    Case("route of another kind", route(f"{ROAD}, mode: ▸rails"), "'rails' is no word for this; did you mean rail?", "one of road, rail"),
    Case("unknown supply", both(EATING, route(ROAD), node("▸fuel")), "no unit type consumes 'fuel'", "known: supply"),
    Case(
        "consumption below zero", swap(INFANTRY, f"{INFANTRY} consumes: {{supply: ▸-8}},"), "expected a number, 0 or more, got -8", "t/day"
    ),
    Case(
        "goal order that lets supplies shrink the force",
        both(EATING, route(ROAD), swap(FIRST, f"  - ▸{{minimise: unsupported}}\n{FIRST}")),
        "unsupported stands before below_minimum",
        "put unsupported after",
    ),
    warning(
        "flow that no hub can carry",
        both(EATING, route(""), swap("routes:\n  road: {}", "routes:\n  ▸road: {from: rzeszow, to: lviv-area, capacity_tpd: 50}")),
        "in stabilise the lines ask for 71.5 t/day at the least, and the routes carry 50",
        "add capacity to routes",
    ),
    warning(
        "source without throughput",
        both(EATING, route(ROAD)),
        "rzeszow is where supplies come from, and has no throughput_tpd",
        "add throughput_tpd to its capacity",
    ),
    warning(
        "flow without a route",
        both(EATING, node("supply", "▸")),
        "a need by flow, and no route: nothing flows",
        "add routes",
    ),
]
