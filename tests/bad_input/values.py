"""Values that cannot be meant: of another kind, out of bounds, or with a unit that the field does not take."""

from tests.bad_input.catalogue import Case, swap

FRANCE = "FRA: {groups: [EU, EUROPE], gdp_busd: 3162, limits: {deployed_personnel: 9000}}"

SPANS = [
    ("D-Day", "write D for D-day itself"),
    ("D-", "whole days or weeks"),
    ("D-6.5", "whole days or weeks"),
    ("D-²", "whole days or weeks"),
    ("D- 6 0", "whole days or weeks"),
    ("D-1_0", "whole days or weeks"),
    ("D-٦٠", "whole days or weeks"),
    ("D-99999999999", "whole days or weeks"),
    ("D-2 months", "months differ in length"),
    ("D-3 wks", "write D-3 weeks"),
    ("d-60", "write D-60"),
]


def france(new: str):
    return swap(FRANCE, new)


CASES = [
    Case(
        "unknown key",
        france("FRA: {groups: [EU, EUROPE], gdp_busd: 3162, limits: {▸deployed_personel: 9000}}"),
        "nations.FRA.limits knows no key 'deployed_personel'; did you mean deployed_personnel?",
        "known here",
    ),
    Case("unknown key", swap("\ncaveats:", "\n▸caveat:"), "the scenario knows no key 'caveat'; did you mean caveats?", "known here"),
    Case("unknown key", swap("of: manoeuvre_coy}", "▸off: manoeuvre_coy}"), "knows no key 'off'", "known here"),
    Case(
        "missing key", swap("domain: air, personnel: 150", "domain: air"), "unit_types.fighter-det lacks 'personnel'", "persons in one unit"
    ),
    Case("missing block", swap("title: Good\n", ""), "the scenario lacks 'title'", "add title: title, printed on reports"),
    Case("wrong type", france("FRA: ▸[EU, EUROPE]"), "nations.FRA: expected a mapping (key: value), got a list", "key: value"),
    Case("wrong type", swap("title: Good", "title: ▸[Good]"), "title: expected text, got a list", "one text"),
    Case("wrong type", france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸much}"), "nations.FRA.gdp_busd: expected a number, got 'much'", ""),
    Case("wrong type", swap("cover: true", "cover: ▸perhaps"), "expected true or false, got 'perhaps'", "true or false"),
    Case("wrong type", swap("area: [lviv-area]", "area: ▸7"), "there is no site '7'", "known: lviv-area, rzeszow"),
    Case(
        "wrong word",
        swap("role: backstop", "role: ▸back-stop"),
        "'back-stop' is no word for this; did you mean backstop?",
        "one of member, backstop",
    ),
    Case(
        "negative number",
        france("FRA: {groups: [EU, EUROPE], gdp_busd: 3162, limits: {deployed_personnel: ▸-9000}}"),
        "expected a number, 0 or more, got -9000",
        "0 or more",
    ),
    Case(
        "negative number",
        swap("title: Good\n", "title: Good\nplacement_costs: [{offer: FRA-bg, site: lviv-area, cost_meur: ▸-5}]\n"),
        "placement_costs.#1.cost_meur: expected a number, 0 or more, got -5",
        "0 or more",
    ),
    Case("NaN", france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸.nan}"), "expected a number, got '.nan'", ""),
    Case("NaN", france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸NaN}"), "expected a number, got 'NaN'", ""),
    Case("infinite number", france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸.inf}"), "expected a number, got '.inf'", ""),
    Case("infinite number", france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸1e999}"), "got '1e999'", ""),
    Case(
        "absurdly large number",
        france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸1e30}"),
        "expected a number that can be true",
        "at most 1e+12",
    ),
    Case(
        "absurdly large number", france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸" + "9" * 5000 + "}"), "got '999", "a number in billion USD"
    ),
    Case("decimal comma", france("FRA: {groups: [EU, EUROPE], gdp_busd: ▸3,5}"), "the comma of 3,5 ends the number", "write 3.5"),
    Case(
        "fraction of a unit",
        swap("stabilise: {months: 7}", "stabilise: {months: ▸1.5}"),
        "expected a whole number, 1 or more, got 1.5",
        "whole number",
    ),
    Case("zero months", swap("entry: {months: 3}", "entry: {months: ▸0}"), "expected a whole number, 1 or more, got 0", "1 or more"),
    Case("centuries of months", swap("stabilise: {months: 7}", "stabilise: {months: 7000}"), "the phases span 7005 months", "at most 600"),
    Case("share above 100 %", swap("min_share: 30%", "min_share: ▸30"), "expected a share from 0% to 100%, got '30'", "did you mean 30%?"),
    Case(
        "tolerance above 100 %", swap("tolerance: 3%", "tolerance: ▸300%"), "expected a tolerance from 0% to 100%, got '300%'", "percentage"
    ),
    Case(
        "date that does not exist", swap("as_of: 2026-01-05", "as_of: ▸2026-02-30"), "there is no such date: 2026-02-30", "year-month-day"
    ),
    Case("date that does not exist", swap("d_day: 2026-04-01", "d_day: ▸1 April"), "expected a date, got '1 April'", "year-month-day"),
    Case(
        "date outside the calendar",
        swap("d_day: 2026-04-01", "d_day: ▸2036-04-01"),
        "D-day, 2036-04-01, lies outside the calendar",
        "before the last phase",
    ),
    Case(
        "calendar begins inside a month", swap("start: 2026-02-01", "start: ▸2026-02-15"), "the calendar starts on 2026-02-15", "2026-02-01"
    ),
    Case("point in time that is none", swap("alert: D-60", "alert: ▸60 days before"), "expected a point in time", "D-60"),
    Case(
        "ends before it begins",
        swap("ceasefire: {granted: true, from: D}", "ceasefire: {granted: true, from: D, until: ▸D-30}"),
        "ceasefire ends on 2026-03-02, and begins only on 2026-04-01",
        "after from",
    ),
    Case(
        "code of a country",
        swap("  GBR: {groups: [EUROPE], gdp_busd: 3644}", "  GBR: {groups: [EUROPE], gdp_busd: 3644}\n  ▸NO: {}"),
        "'NO' is no code of a country",
        "NO → NOR",
    ),
    *[
        Case("span from D-day that is none", swap("alert: D-60", f"alert: ▸{said}"), f"expected a point in time, got '{said}'", hint)
        for said, hint in SPANS
    ],
    Case("point beyond any plan", swap("alert: D-60", "alert: ▸D-99999"), "D-99999 is no date of a plan: D-day is 2026-04-01", "1950"),
    Case(
        "date in another form", swap("as_of: 2026-01-05", "as_of: ▸15 Feb 2027"), "expected a date, got '15 Feb 2027'", "write 2027-02-15"
    ),
    Case("date in another form", swap("as_of: 2026-01-05", "as_of: ▸15.02.2027"), "expected a date, got '15.02.2027'", "write 2027-02-15"),
    Case("date in another form", swap("as_of: 2026-01-05", "as_of: ▸03/04/2027"), "expected a date, got", "write year-month-day"),
    Case("date in another form", swap("alert: D-60", "alert: ▸15.01.2026"), "expected a point in time", "write 2026-01-15"),
    *[
        Case(
            "phase named like a point in time",
            swap("prepare: {months: 2}", f"▸{name}: {{months: 2}}"),
            f"no phase can be called '{name}': that reads as a point in time",
            "another name",
        )
        for name in ("D", "D-10", "D-day", "d-60", "2026-04-01")
    ],
    Case(
        "count of what has no unit",
        swap("at_least: 1, from: entry}", "at_least: ▸2 ships, from: entry}"),
        "expected units, got '2 ships': there is no unit 'ships'",
        "for 2 of them write 2, or 2 units",
    ),
    Case("minimum that may be a share", swap("minimum: 50%", "minimum: ▸0.5"), "could mean a share or an amount", "50%"),
]
