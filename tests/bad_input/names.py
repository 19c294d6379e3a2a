"""Names that nothing bears, each with what was probably meant, and selectors that match nothing."""

from tests.bad_input.catalogue import Case, swap

CASES = [
    Case("unknown nation", swap("only_with: GBR", "only_with: ▸GRB"), "no nation 'GRB' offers; did you mean GBR?", "known: EST, FRA"),
    Case(
        "unknown nation",
        swap("{nations: [POL], forbid", "{nations: [▸POLL], forbid"),
        "no nation 'POLL' offers; did you mean POL?",
        "known",
    ),
    Case(
        "unknown site", swap("area: [lviv-area]", "area: [▸lviv-aera]"), "there is no site 'lviv-aera'; did you mean lviv-area?", "rzeszow"
    ),
    Case(
        "unknown unit type",
        swap("substitutes: {engineer-coy:", "substitutes: {▸engineers-coy:"),
        "neither a unit type nor a capability is called 'engineers-coy'; did you mean engineer-coy?",
        "battlegroup",
    ),
    Case(
        "unknown unit type",
        swap("GBR-battlegroup,GBR,battlegroup,1,,,1,", "GBR-battlegroup,GBR,▸batlegroup,1,,,1,", "offers.csv", "row 4, unit_type"),
        "there is no unit type 'batlegroup'; did you mean battlegroup?",
        "known",
    ),
    Case(
        "unknown capability",
        swap("needs: {engineering:", "needs: {▸enginering:"),
        "there is no capability 'enginering'; did you mean engineering?",
        "known",
    ),
    Case(
        "unknown requirement",
        swap("forbid: {requirement: land-engineers}", "forbid: {requirement: ▸land-enginers}"),
        "there is no requirement line 'land-enginers'; did you mean land-engineers?",
        "known",
    ),
    Case(
        "unknown condition",
        swap("unless: us-backstop", "unless: ▸us-backup"),
        "there is no condition 'us-backup'; did you mean us-backstop?",
        "ceasefire",
    ),
    Case(
        "unknown condition",
        swap("POL-fighters,POL,fighter-det,1,,,1,,", "POL-fighters,POL,fighter-det,1,,,1,▸cease-fire,", "offers.csv", "row 6, requires"),
        "there is no condition 'cease-fire'; did you mean ceasefire?",
        "us-backstop",
    ),
    Case(
        "commas in a list of names",
        swap("allow: [EUROPE, NATO]", "allow: ▸'EUROPE, NATO'"),
        "neither a nation nor a group is called 'EUROPE, NATO'",
        "separate several values by semicolons: EUROPE; NATO",
    ),
    Case(
        "unknown group",
        swap("allow: [EUROPE, NATO]", "allow: [EUROPE, ▸NATOO]"),
        "neither a nation nor a group is called 'NATOO'; did you mean NATO?",
        "known",
    ),
    Case(
        "unknown group",
        swap("{group: EUROPE, measure", "{group: ▸EUROP, measure"),
        "no nation belongs to a group 'EUROP'; did you mean EUROPE?",
        "NATO",
    ),
    Case(
        "unknown goal",
        swap("{minimise: uncovered}", "{minimise: ▸uncoverd}"),
        "'uncoverd' is no word for this; did you mean uncovered?",
        "cost",
    ),
    Case(
        "unknown metric",
        swap("{metric: coverage,", "{metric: ▸coverige,"),
        "'coverige' is no word for this; did you mean coverage?",
        "cost",
    ),
    Case("unknown measure", swap("measure: personnel", "measure: ▸persons"), "nothing is measured by 'persons'", "personnel"),
    Case(  # of what these are the names is not known: nothing is said of them
        "unknown kind of loss",
        swap("    minimum: 50%\n", "    minimum: 50%\n    resilience: {loss_of: ▸groups, names: [EU]}\n"),
        "'groups' is no word for this; did you mean group?",
        "write one of nation, group, site",
    ),
    Case(
        "unknown switch",
        swap("consent: explicit", "model: {▸rotatoin: sustained}\nconsent: explicit"),
        "did you mean rotation?",
        "known here",
    ),
    Case(
        "phase not in the calendar",
        swap("at_least: 1, from: entry", "at_least: 1, from: ▸entrance"),
        "the calendar has no phase 'entrance'",
        "entry",
    ),
    Case(
        "phase not in the calendar",
        swap("{entry: 4, stabilise: 9}", "{entry: 4, ▸stabilize: 9}"),
        "the calendar has no phase 'stabilize'; did you mean stabilise?",
        "prepare",
    ),
    Case(
        "selector that matches nothing",
        swap("area: {kind: airbase}", "area: {kind: airbase, country: ▸UKR}"),
        "this selector matches nothing (country: UKR, kind: airbase)",
        "alone matches",
    ),
    Case(
        "selector that matches nothing",
        swap("area: {kind: airbase}", "area: {kind: ▸seaport}"),
        "no site is of a kind 'seaport'",
        "airbase",
    ),
    Case(
        "selector by what says nothing here",
        swap("in: {requirement: land-west}", "in: {site: ▸lviv-area}"),
        "'site' says nothing here",
        "requirement",
    ),
]
