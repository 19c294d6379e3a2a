"""Asks, caveats by lead, chains of substitutes and steps of expansion that cannot be meant."""

from tests.bad_input.catalogue import Case, Spoiler, both, swap

POL = "pol-no-ukr: {nations: [POL], forbid: {country: UKR}, source: statement}"
STANDS_IN = "substitutes: {engineer-coy: {manoeuvre_coy: 50%, max_share: 5%}}"
SITES = "sites: {table: sites.csv}"


def caveat(terms: str) -> Spoiler:
    return swap(POL, f"pol-no-ukr: {terms}")


def grows(steps: str) -> Spoiler:
    """Spoil the steps by which the camp grows; its sites are then written where they were named."""
    camp = f"{{country: UKR, kind: camp, existing: true, capacity: {{beds: 9000}}, expansion: {steps}}}"
    base = "{country: POL, kind: [hub, airbase], existing: true, capacity: {beds: 4500, ramp: 24}}"
    return swap(SITES, f"sites: {{lviv-area: {camp}, rzeszow: {base}}}")


def allowed(spoiler: Spoiler) -> Spoiler:
    """Spoil where asks are allowed."""
    return both(swap("title: Good\n", "title: Good\nmodel: {asks: allowed}\n"), spoiler)


CASES = [
    Case("price below zero", caveat("{nations: [POL], forbid: {country: UKR}, soft: true, price: ▸-2}"), "expected", ""),
    Case(
        "price of a hard caveat",
        caveat("{nations: [POL], forbid: {country: UKR}, price: 2}"),
        "pol-no-ukr has a price and is not soft: it is never lifted", "add soft: true", severity="warning", code=0,
    ),
    Case(
        "soft caveat without a price",
        allowed(caveat("{nations: [POL], forbid: {country: UKR}, soft: true}")),
        "pol-no-ukr has no price: lifting it costs nothing", "add price: 3", severity="warning", code=0,
    ),
    Case(
        "goal of asks before all others",
        allowed(
            both(
                caveat("{nations: [POL], forbid: {country: UKR}, soft: true, price: 2}"),
                swap("goals:\n  - {minimise: below_minimum}", "goals:\n  - {minimise: asks}\n  - {minimise: below_minimum}"),
            )
        ),
        "the goal asks comes before all others: nothing will be asked", "put it after", severity="warning", code=0,
    ),
    Case("switch that asks do not have", swap("title: Good\n", "title: Good\nmodel: {asks: ▸alowed}\n"), "did you mean allowed?", "off"),
    Case("lead that nobody is", caveat("{nations: [POL], forbid: {lead: ▸FRAA}}"), "no nation 'FRAA' offers; did you mean FRA?", "known"),
    Case("own lead forbidden", caveat("{nations: [POL], forbid: {lead: ▸[POL]}}"), "never barred under its own lead", "name the lead"),
    Case(
        "caveat by lead with an exception",
        caveat("{nations: [POL], forbid: {lead: [FRA]}, unless: ▸ceasefire}"),
        "a caveat by lead has no exception", "give it dates",
    ),
    Case(
        "lead that no line may have",
        caveat("{nations: [POL], forbid: {lead: [EST]}}"),
        "caveat pol-no-ukr removes nothing: no line that it speaks of may be led so", "check its lead", severity="warning", code=0,
    ),
    Case(
        "substitution in a growing circle",
        swap(STANDS_IN, "substitutes: {engineering: {manoeuvre_coy: 150%}, manoeuvre_coy: {engineering: 80%}}"),
        "substitution goes round and makes more than there was", "lower a share",
    ),
    Case(
        "what stands in for itself",
        swap(STANDS_IN, "substitutes: {engineering: {engineering: ▸50%}}"),
        "engineering stands in for itself", "take the substitution away",
    ),
    Case("step that adds nothing", grows("[{capacity: ▸{beds: 0}}]"), "step 1 of lviv-area adds nothing", "say what it adds"),
    Case(
        "step that is never there",
        grows("[{name: tents, capacity: {beds: 10}, works_from: stabilise, months: 30}]"),
        "lviv-area, tents, is ready in month 35, after the last step has begun", "let its works begin earlier", severity="warning", code=0,
    ),
]  # fmt: skip
