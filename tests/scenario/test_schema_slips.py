"""One slip is one error, on the line where it was made, with the way out."""

from pathlib import Path

import pytest

from planner.scenario.schema.values import share_up_to
from tests.scenario.example import changed, errors

YAML, OFFERS, PLEDGES = "scenario.yaml", "offers.csv", "pledges.csv"

# file, what stood there, the slip, words of the error, words of the hint
SHAPE = [
    (YAML, "format: 1", "format: 2", "written in format 2, and this program reads format 1", "a newer version"),
    (YAML, "as_of: 2025-12-15", "as_of: 2025-02-30", "there is no such date: 2025-02-30", "year-month-day"),
    (YAML, "alert: D-75", "alert: 75 days before", "expected a point in time", "D-60"),
    (YAML, "{months: 9}", "{months: nine}", "expected a number, got 'nine'", "digits"),
    (YAML, "{months: 9}", "{months: 0}", "a whole number, 1 or more", "1 or more"),
    (YAML, "{months: 9}", "{month: 9}", "did you mean months?", "known here: months, title"),
    (YAML, "\ncaveats:", "\ncaveat:", "did you mean caveats?", "known here"),
    (YAML, "model: {rotation: sustained}", "model: {rotation: sustaind}", "did you mean sustained?", "tours"),
    (YAML, "model: {rotation: sustained}", "model: {rotatoin: sustained}", "did you mean rotation?", "known here"),
    (YAML, "deployed_personnel: 7500", "deployed_personel: 7500", "did you mean deployed_personnel?", "budget"),
    (YAML, "deployed_personnel: 7500", "deployed_personnel: -7500", "got -7500", "0 or more"),
    (YAML, "gdp_busd: 43,", "gdp_busd: true,", "expected a number, got true", "digits"),
    (YAML, "role: backstop", "role: back-stop", "did you mean backstop?", "member"),
    (YAML, "consent: explicit", "consent: explicitly", "did you mean explicit?", "assumed"),
    (YAML, "hosts:\n  UKR: {allow: [NATO], requires", "hosts:\n  UKR: {requires", "UKR lacks 'allow'", "nations and groups"),
    (YAML, "probability: 70%", "probability: 70", "expected a share from 0% to 100%", "did you mean 70%?"),
    (YAML, "granted: if-earned", "granted: when-earned", "did you mean if-earned?", "if-earned"),
    (YAML, "without: needs-it", "without: needs", "needs-it", "needs-it"),
    (YAML, "entry: 3500, stabilise", "entry: many, stabilise", "expected a number, got 'many'", "digits"),
    (YAML, "engineering:   {unit: company}", "engineering:   company", "expected a mapping", "key: value"),
    (YAML, "  sam-battery:   {domain: air, personnel",
     "  sam-battery:   {domain: sky, personnel", "'sky' is no word for this", "one of land, sea, air, training"),
    (YAML, "domain: sea, personnel: 40, ", "domain: sea, ", "minehunter lacks 'personnel'", "persons in one unit"),
    (YAML, '"10031000161211000000"', '"1003100016"', "APP-6 code of 20 digits", "all 20 digits"),
    (YAML, "coordinates: [49.84, 24.03]", "coordinates: [49.84]", "too few values", "latitude and longitude"),
    (YAML, "coordinates: [49.84, 24.03]", "coordinates: [149.84, 24.03]", "latitude from -90 to 90", "latitude"),
    (YAML, "of: tonnes, who: {group_not: BLACK_SEA, domain: sea}, at_most",
     "of: tons, who: {group_not: BLACK_SEA, domain: sea}, at_most", "did you mean tonnes?", "units"),
    (YAML, "minimum: 50%", "minimum: 0.5", "could mean a share or an amount", "50%"),
    (YAML, "minimum: 50%", "minimum: half", "expected a minimum, got 'half'", "50%"),
    (YAML, "min_share: 30%", "min_share: 30", "expected a share", "30%"),
    (YAML, "resilience: n-1", "resilience: n-2", "did you mean n-1?", "n-1"),
    (YAML, "ratio: 33%", "ratio: third", "expected a share, got 'third'", "percentage"),
    (YAML, "{derived: courses}", "{derived: classes}", "'classes' is no word for this", "write courses"),
    (YAML, "{flow: supply_tpd}", "{flows: supply_tpd}", "did you mean flow?", "known here"),
    (YAML, "{pillar: training, needs", "{pillar: traning, needs", "did you mean training?", "reassurance"),
    (YAML, "pass: 95%", "pass: 195%", "expected a share from 0% to 100%", "between"),
    (YAML, "{minimise: resilience_gap}\n  - {minimise: shortfall, priority: 2}",
     "{minimise: resilience}\n  - {minimise: shortfall, priority: 2}", "did you mean resilience_gap?", "cost"),
    (YAML, "tolerance: 3%", "tolerance: 300%", "tolerance from 0% to 100%", "percentage"),
    (YAML, "thresholds: {coverage: [95%, 85%, 60%]}", "thresholds: {coverage: [95%, 85%]}", "2 thresholds", "three"),
    (YAML, "deadline: 2025-12-20", "deadline: tomorrow", "expected a date, got 'tomorrow'", "year-month-day"),
    (OFFERS, "FRA-engineer-coy,FRA,engineer-coy,2,", "FRA-engineer-coy,FRA,engineer-coy,two,", "expected a number, got 'two'", "digits"),
    (OFFERS, "FRA-engineer-coy,FRA,engineer-coy,2,", 'FRA-engineer-coy,FRA,engineer-coy,"2,5",', "got '2,5'", "write 2.5"),
    (OFFERS, "EST-infantry-coy,EST,infantry-coy,1,", "EST-infantry-coy,EST,infantry-coy,1.5,", "a whole number", "whole number"),
    (OFFERS, ",announced,quoted,", ",announced,quotd,", "did you mean quoted?", "assumed"),
    (YAML, "\n  NOR: {", "\n  NO: {", "'NO' is no code of a country", "ISO 3166 alpha-3: NO → NOR"),
    (YAML, "\n  UKR: {allow: [NATO], requires", "\n  UA: {allow: [NATO], requires", "'UA' is no code of a country", "UA → UKR"),
    (YAML, "domain: sea, personnel: 40, ", "domain: sea, personnel: 4,5, ", "minehunter.personnel: the comma of 4,5", "write 4.5"),
    (YAML, "domain: sea, personnel: 40, ", "domain: sea, personnel: 1,200, ", "the comma of 1,200", "write 1200, or 1.200"),
    (YAML, "provides: {mcm: 1}", "provides: {mcm: 1,5}", "provides.mcm: the comma of 1,5 ends the number", "write 1.5"),
    (YAML, "provides: {mcm: 1}", "provides: {mcm: 1,5 ships}", "provides.mcm: the comma of 1,5 ships ends the number", "write 1.5 ships"),
    (YAML, "beds: 1500}, existing: true", "beds: 1500}, existing: yes", "expected true or false, got 'yes'", "write true"),
    (YAML, "granted: if-earned", "granted: yes", "'yes' is no word for this", "true, false, if-earned"),
    (OFFERS, ",notice_days,", ",notice,", "this table knows no column 'notice'; did you mean notice_days?", "known here"),
    (PLEDGES, "GBR,training-fund,200,", "GBR,training-fund,lots,", "expected a number, got 'lots'", "digits"),
]  # fmt: skip

NAMES = [
    (YAML, "alert: D-75", "alert: mobilise", "no phase 'mobilise'", "prepare"),
    (YAML, "pol-no-ukr: {nations: [POL], forbid: {country: UKR}",
     "pol-no-ukr: {nations: [PLO], forbid: {country: UKR}", "did you mean POL?", "known"),
    (YAML, "deu-no-ukr: {nations: [DEU], forbid: {country: UKR}",
     "deu-no-ukr: {nations: [DEU], forbid: {country: URK}", "did you mean UKR?", "POL"),
    (YAML, "forbid: {requirement: reserve}", "forbid: {requirement: reserves}", "did you mean reserve?", "land-west"),
    (YAML, "unless: us-backstop", "unless: us-backup", "did you mean us-backstop?", "ceasefire"),
    (YAML, "requires: ceasefire}", "requires: cease-fire}", "did you mean ceasefire?", "bundestag"),
    (YAML, "allow: [NATO, BLACK_SEA]", "allow: [NATO, BALTIC]", "neither a nation nor a group", "BLACK_SEA"),
    (YAML, "kinds: [port, hub]", "kinds: [ports, hub]", "did you mean port?", "camp"),
    (YAML, "from: entry, probability", "from: entrance, probability", "no phase 'entrance'", "entry"),
    (YAML, "{group: EUROPE, measure", "{group: EUROP, measure", "did you mean EUROPE?", "NATO"),
    (YAML, "measure: personnel", "measure: persons", "nothing is measured by 'persons'", "personnel"),
    (YAML, "entry: 3500, stabilise", "entri: 3500, stabilise", "did you mean entry?", "prepare"),
    (YAML, "in: {country: UKR}, without", "country_not: UKR, in: {country: UKR}, without", "stands there", "`in`"),
    (YAML, "at_least: {entry: 3500, stabilise: 6000}", "at_least: {}", "no phase has a threshold", "entry"),
    (YAML, "provides: {mcm: 1}", "provides: {mcms: 1}", "did you mean mcm?", "engineering"),
    (YAML, "{engineer-coy: {manoeuvre_coy", "{engineers-coy: {manoeuvre_coy", "did you mean engineer-coy?", "battlegroup"),
    (YAML, "only_with: GBR", "only_with: UK", "no nation 'UK' offers", "GBR"),
    (YAML, "in: {requirement: land-west}}  ", "in: {site: lviv-area}}  ", "'site' says nothing here", "requirement"),
    (YAML, "sites: [constanta]", "sites: [constantza]", "did you mean constanta?", "lviv-area"),
    (YAML, "condition: straits-open", "condition: straits", "no condition 'straits'", "straits-open"),
    (YAML, "from: rzeszow, to", "from: rzesow, to", "did you mean rzeszow?", "drawsko"),
    (YAML, "area: [lviv-area], priority", "area: [lviv], priority", "no site 'lviv'", "lviv-area"),
    (YAML, "needs: {mcm: {stabilise", "needs: {mmc: {stabilise", "did you mean mcm?", "engineering"),
    (YAML, "lead: {nations: [FRA, GBR]", "lead: {nations: [FRA, ITA]", "no nation 'ITA' offers", "GBR"),
    (YAML, "whole: {unit_type: battlegroup", "whole: {unit_type: battelgroup", "did you mean battlegroup?", "fighter-det"),
    (YAML, "area: {kind: [hub, airbase], country_not: UKR}",
     "area: {kind: camp, country_not: UKR}", "matches nothing", "kind: camp alone matches lviv-area"),
    (YAML, "{land-west: 100%}", "{land-east: 100%}", "did you mean land-west?", "reserve"),
    (YAML, "{place: {offer: FRA-battlegroup, ", "{place: {offer: FRA-battlegroups, ", "did you mean FRA-battlegroup?", "known"),
    (YAML, "at_least: 1, from: entry", "at_least: 4, from: entry", "at most 3", "amount, dates"),
    (YAML, "at_least: 1, from: entry", "at_least: 1", "give none: FRA-battlegroup requires ceasefire, which cannot hold in time", "later"),
    (YAML, "at_least: 1, from: entry", "at_least: 1, from: stabilise, until: D", "lies within the dates of this pin", "until"),
    (YAML, "\n  UKR: {allow: [NATO], requires",
     "\n  UKX: {allow: [NATO], requires", "no site lies in a country 'UKX'; did you mean UKR?", "POL"),
    (YAML, "from: entry, probability", "from: entry, until: D-10, probability", "and begins only on 2026-03-01", "leave one of the two"),
    (OFFERS, "GBR-battlegroup,GBR,battlegroup,2,,,1,ceasefire,,",
     "GBR-battlegroup,GBR,battlegroup,2,,,1,ceasefire,D+30,D+10", "GBR-battlegroup ends on 2026-03-11, and begins only", "after from"),
    (YAML, "at_least: 1, from: entry", "at_least: 2, at_most: 1", "at least 2 and at most 1", "above"),
    (YAML, "requirement: land-west}, at_least", "requirement: sea-mcm, site: lviv-area}, at_least",
     "matches nothing (requirement: sea-mcm, site: lviv-area)", "requirement: sea-mcm alone matches constanta"),
    (YAML, "brigade: {people: {trained: 4500}", "brigade: {people: {traned: 4500}", "did you mean trained?", "recruit"),
    (YAML, "targets: {brigade: {stabilise", "targets: {brigade: {stabilize", "did you mean stabilise?", "entry"),
    (YAML, "area: {country: UKR}, priority: 2}", "area: {country: UKR}, priority: 3}", "no goal counts it", "priority: 3"),
    (YAML, "max_nations: 5, resilience", "max_nations: 5, cover: true, resilience", "only a derived line", "take cover away"),
    (YAML, "  - {minimise: changes}", "  - {minimise: cost}", "cost is a goal twice", "one of the two"),
    (YAML, "{minimise: shortfall, priority: 2}", "{minimise: shortfall}", "says of which priority", "priority: 1"),
    (OFFERS, "EST-infantry-coy,EST,infantry-coy,", "EST-infantry-coy,EST,infantry,", "did you mean infantry-coy?", "battlegroup"),
    (OFFERS, "NOR-training-team,NOR,", "NOR-training-team,NO,", "did you mean NOR?", "GBR"),
    (OFFERS, ",1,bundestag,,,15,", ",1,bundesrat,,,15,", "no condition 'bundesrat'", "bundestag"),
    (OFFERS, "GBR-training-team,GBR,training-team,,24,",
     "GBR-training-team,GBR,training-team,3,24,", "gives deployed and in_cycle", "exactly one"),
    (OFFERS, "GBR-training-team,GBR,training-team,,24,", "GBR-training-team,GBR,training-team,,,", "gives no amount", "exactly one"),
    (OFFERS, "1,,,2,us-backstop", "1,,,1,us-backstop", "tier 1 too", "column tier"),
    (OFFERS, "GBR-battlegroup,GBR,battlegroup,1,,,2", "GBR-battlegroup,FRA,battlegroup,1,,,2", "differ in nation", "id of its own"),
    (OFFERS, "GBR-battlegroup,GBR,battlegroup,1,,,2", "GBR-battlegroup,GBR,batlegroup,1,,,2", "did you mean battlegroup?", "known"),
    (OFFERS, "GBR-battlegroup,GBR,battlegroup,2,,,1", "GBR-battlegroup,GBR,batlegroup,2,,,1", "did you mean battlegroup?", "known"),
    (OFFERS, "GBR-battlegroup,GBR,battlegroup,1,,,2",
     "GBR-battlegroup,GBR,battlegroup,,1,,2", "deployed in one row and in_cycle in another", "one kind"),
    (PLEDGES, "DEU,training-fund,", "DEU,traning-fund,", "did you mean training-fund?", "training-fund"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "what", "hint"), SHAPE + NAMES)
def test_one_slip_is_one_error_where_it_was_made(tmp_path: Path, file: str, old: str, new: str, what: str, hint: str):
    line = changed(tmp_path, file, old, new)
    (found,) = errors(tmp_path)
    assert what in found.what
    assert hint in found.hint
    assert found.hint
    assert found.where
    assert Path(found.where.file).name == file
    assert found.where.line in range(line, line + 1 + new.count("\n"))


def test_slips_of_shape_and_wrong_names_are_told_together(tmp_path: Path):
    changed(tmp_path, "scenario.yaml", "gdp_busd: 43,", "gdp_busd: little,")
    file = tmp_path / "scenario.yaml"
    file.write_text(file.read_text().replace("area: [lviv-area], priority", "area: [lviv], priority").replace("pass: 95%", "pass: most"))
    table = tmp_path / "offers.csv"
    table.write_text(table.read_text().replace("EST-infantry-coy,EST,infantry-coy,1", "EST-infantry-coy,EST,infantry-coy,one"))
    assert [p.what.split(":")[0] for p in errors(tmp_path)] == [
        "nations.EST.gdp_busd",
        "offers.EST-infantry-coy.#1.deployed",
        "training.courses.basic.pass",
        "there is no site 'lviv'; did you mean lviv-area?",
    ]


def test_a_lost_table_is_one_error(tmp_path: Path):
    changed(tmp_path, "scenario.yaml", "{table: offers.csv}", "{table: offer.csv}")
    (found,) = errors(tmp_path)
    assert "offer.csv" in found.what


def test_an_unknown_option_is_one_error(tmp_path: Path):
    changed(tmp_path, "scenario.yaml", "format: 1", "format: 1")
    (found,) = errors(tmp_path, "no-backstopp")
    assert "did you mean no-backstop?" in found.what


def test_a_slip_in_an_option_is_told_where_the_option_says_it(tmp_path: Path):
    line = changed(tmp_path, "scenario.yaml", "{FRA-battlegroup: {from: stabilise}}", "{FRA-battlegroup: {from: stabilize}}")
    assert errors(tmp_path) == []
    (found,) = errors(tmp_path, "france-late")
    assert found.what == "the calendar has no phase 'stabilize'; did you mean stabilise?"
    assert found.where
    assert found.where.line == line


def test_a_pin_that_an_option_makes_impossible_is_told(tmp_path: Path):
    line = changed(tmp_path, "scenario.yaml", ", pins: null}}", "}}")
    pin = (tmp_path / "scenario.yaml").read_text().split("\n").index(
        "pins:                                      # decisions already taken"
    ) + 2
    (found,) = errors(tmp_path, "france-late")
    assert "asks for at least 1 unit in entry" in found.what
    assert found.what.endswith("can give none: FRA-battlegroup comes on 2026-06-01")
    assert found.where
    assert found.where.line == pin != line


def test_a_share_in_quotes_is_a_number_as_everywhere():
    assert share_up_to(1)("0.0005") == share_up_to(1)(0.0005) == 0.0005
