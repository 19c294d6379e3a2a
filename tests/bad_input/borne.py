"""Losses, stand-by and burden that cannot be meant: whose loss, behind which line, shared by what."""

from tests.bad_input.catalogue import Case, both, swap

PIN = "  - {place: {offer: FRA-battlegroup, requirement: land-west}, at_least: 1, from: entry}"
ENGINEERS = "  land-engineers: {pillar: reassurance, needs: {engineering: {stabilise: 1}}, area: {country: UKR}, priority: 2}"
HELD = "  held: {pillar: neighbour, needs: {manoeuvre_coy: {stabilise: 4}}, area: [lviv-area], priority: 2, standby: true}\n"
COST = "  - {minimise: cost, tolerance: 3%}"


def engineers(more: str):
    return swap(ENGINEERS, ENGINEERS.removesuffix("}") + f", {more}}}")


def peak(terms: str):
    return swap(COST, f"  - {{minimise: peak_burden, {terms}}}\n{COST}")


CASES = [
    Case(
        "unknown group",
        engineers("resilience: {loss_of: group, names: [EU, ▸EUROP]}"),
        "no nation belongs to a group 'EUROP'; did you mean EUROPE?",
        "NATO",
    ),
    Case(
        "unknown site",
        engineers("resilience: {loss_of: site, names: [▸lviv-aera]}"),
        "there is no site 'lviv-aera'; did you mean lviv-area?",
        "rzeszow",
    ),
    Case(
        "loss of a group without a name",
        engineers("resilience: ▸{loss_of: group}"),
        "land-engineers must survive the loss of a group, and names none",
        "add names: [...]",
    ),
    Case(
        "loss of a site out of the area",
        engineers("minimum: 1, resilience: {loss_of: site, names: [rzeszow]}"),
        "land-engineers must survive the loss of rzeszow, which is not in its area: nothing is lost with it",
        "name a site of its area",
        severity="warning",
        code=0,
    ),
    Case(
        "unknown requirement",
        engineers("standby: {backs: [▸land-wset]}"),
        "there is no requirement line 'land-wset'; did you mean land-west?",
        "known",
    ),
    Case(
        "stand-by behind itself", engineers("standby: {backs: ▸land-engineers}"), "land-engineers backs itself", "whose units are in place"
    ),
    Case(
        "stand-by behind a line that asks for nothing",
        engineers("standby: {backs: land-west}"),
        "land-engineers backs land-west, which does not ask for n-1: it counts nowhere there",
        "resilience: n-1",
        severity="warning",
        code=0,
    ),
    Case("wrong type", engineers("standby: ▸perhaps"), "expected true or false, got 'perhaps'", "true or false"),
    Case(
        "stand-by of a unit already placed",
        both(
            swap(ENGINEERS, HELD + ENGINEERS),
            swap(
                PIN,
                f"{PIN.replace('- ', '- ▸')}\n  - {{place: {{offer: FRA-battlegroup, requirement: held}}, at_least: 2, from: stabilise}}",
            ),
        ),
        "this pin asks for at least 1 unit in stabilise, the pin at plan/scenario.yaml:74:5 for 2 elsewhere, and together they have 2",
        "a unit serves one line at one site",
    ),
    Case(
        "key that nobody gave",
        both(peak("key: given"), swap("  EST: {groups: [EU, EUROPE], gdp_busd: 43}", "  EST: ▸{groups: [EU, EUROPE], gdp_busd: 43}")),
        "EST offers and has no given_share above 0 (nor have FRA, GBR, POL and more), and peak_burden shares by it",
        "add given_share to each nation that offers",
    ),
    Case(
        "nation that offers without its GDP",
        both(peak("key: gdp"), swap("  EST: {groups: [EU, EUROPE], gdp_busd: 43}", "  EST: ▸{groups: [EU, EUROPE]}")),
        "EST offers and has no gdp_busd above 0, and peak_burden shares by it",
        "equal needs none",
    ),
    Case("negative number", peak("ignore_below: ▸-5"), "expected a number, 0 or more, got -5", "0 or more"),
    Case("wrong word", peak("load: ▸persons"), "'persons' is no word for this", "person_months"),
]
