"""Reception and lift that cannot be meant, and what cannot come in time."""

from tests.bad_input.catalogue import Case, both, swap, whole
from tests.bad_input.plans import PIN, pin, warning
from tests.bad_input.tables import SITES

BATTLEGROUP = "  battlegroup: {domain: land, personnel: 1000,"
ASKS = "of: manoeuvre_coy}}}"
NO_PIN = PIN.replace("at_least: 1", "at_most: 2")


def reception(amount: str, measure: str = "persons", mark: str = ""):
    """Give the camp a reception, as a column of the table of sites; what is marked is where the message must point."""
    head, *rows = SITES
    camp, *others = rows
    return whole("\n".join([f"{head},reception.{measure}", f"{camp},{mark}{amount}", *(f"{row}," for row in others)]) + "\n", "sites.csv",
                 f"row 2, reception.{measure}" if mark else "")  # fmt: skip


CASES = [
    Case(
        "reception of what", reception("500", "beds", "▸"), "reception counts persons and t a month, not beds", "write persons or t"
    ),
    Case("reception below zero", reception("-5", "persons", "▸"), "expected a number, 0 or more, got -5", "in the unit of"),
    Case("lift of what has no weight", swap(ASKS, "of: ▸lift}}}"), "nothing that this need counts has a lift_t", "give their unit types"),
    Case(
        "lift that is a capability",
        both(
            swap("  air_policing: {unit: aircraft}\n", "  air_policing: {unit: aircraft}\n  lift: {unit: t/month}\n"),
            swap(ASKS, "of: ▸lift}}}"),
            swap(BATTLEGROUP, f"{BATTLEGROUP} lift_t: 900,"),
        ),
        "`of: lift` means the tonnes that move, and there is a capability lift",
        "give the capability another name",
    ),
    Case(
        "pin on what cannot come",
        both(pin("▸" + PIN), reception("100")),
        "nothing of it may stand there then: the reception of lviv-area at plan/sites.csv:2:1 (row 2, site) bars it",
        "lift what bars it",
    ),
    warning(
        "lift of what has no weight",
        both(swap(ASKS, "▸of: lift}}}"), swap(BATTLEGROUP, f"{BATTLEGROUP} lift_t: 900,")),
        "without lift_t these move by themselves: engineer-coy, infantry-coy",
        "take them out of `per`",
    ),
    warning(
        "reception where nobody stands",
        both(
            swap("area: {country_not: UKR}", "area: [rzeszow]"),
            whole("\n".join([f"{SITES[0]},reception.t", *(f"{r}," for r in SITES[1:]), "▸balti,MDA,,camp,,,true,,500", ""]), "sites.csv",
                  "row 4, site"),
        ),
        "nobody comes to balti: no line has it in its area",
        "take its reception away",
    ),
    warning(
        "unit that its site can never take in",
        both(pin(NO_PIN), reception("250")),
        "one battlegroup is 1 000 persons, and lviv-area never takes in more than 750 before a step",
        "check its reception",
    ),
    warning(
        "line that cannot be there in time",
        both(pin(NO_PIN), reception("250"), swap("  land-west:\n", "  ▸land-west:\n")),
        "land-west needs 600 persons or more in entry, and its sites take in 500 until then: it cannot be full in time",
        "raise their reception",
    ),
]  # fmt: skip
