"""Quantities as text with a unit: what is accepted and what it amounts to, what is refused and in which words, and where."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario import units
from planner.scenario.load import load
from planner.scenario.resolve.months import DAYS_A_MONTH
from planner.scenario.schema import json_schema
from planner.scenario.schema.quantities import (
    DAYS,
    DEGREES,
    DOLLARS,
    MONEY,
    MONEY_A_MONTH,
    MONEY_A_YEAR,
    MONTHS,
    PERSONS,
    PIECES,
    TONNES,
    TONNES_A_DAY,
    UNITS,
    in_unit,
)
from tests.scenario.example import EXAMPLE, changed, errors
from tests.scenario.small import refused

ACCEPTED = [
    ("1.2 kt", TONNES, 1200), ("0.3 kt", TONNES, 300), ("1200t", TONNES, 1200), ("1 200 t", TONNES, 1200),
    ("1\u202f200\u00a0t", TONNES, 1200),
    ("1e3 t", TONNES, 1000), ("450 kg", TONNES, 0.45), ("+.5 tonnes", TONNES, 0.5), ("2 Tonnes", TONNES, 2), ("45 k t", TONNES, 45000),
    ("2.5 t/day", TONNES_A_DAY, 2.5), ("0.5 kt/day", TONNES_A_DAY, 500), ("0.5 kt per day", TONNES_A_DAY, 500),
    ("500 tpd", TONNES_A_DAY, 500),
    ("2 t a day", TONNES_A_DAY, 2), ("70 t / week", TONNES_A_DAY, 10), ("487 t/month", TONNES_A_DAY, 16), ("1 t/d", TONNES_A_DAY, 1),
    ("3 M EUR", MONEY, 3), ("3 MEUR", MONEY, 3), ("3M€", MONEY, 3), ("€3M", MONEY, 3), ("EUR 3 million", MONEY, 3),
    ("3 million EUR", MONEY, 3),
    ("250 k EUR", MONEY, 0.25), ("250 kEUR", MONEY, 0.25), ("250 thousand euros", MONEY, 0.25), ("1 billion EUR", MONEY, 1000),
    ("1 bn EUR", MONEY, 1000), ("EUR 500 000", MONEY, 0.5), ("500000 eur", MONEY, 0.5), ("-2 M EUR", MONEY, -2),
    ("3 M EUR/month", MONEY_A_MONTH, 3), ("36 M EUR/year", MONEY_A_MONTH, 3), ("EUR 3 million a month", MONEY_A_MONTH, 3),
    ("3 M EUR per month", MONEY_A_YEAR, 36),
    ("43 billion USD", DOLLARS, 43), ("USD 3 162 bn", DOLLARS, 3162), ("$43bn", DOLLARS, 43),
    ("6 months", MONTHS, 6), ("6 mo", MONTHS, 6), ("1 month", MONTHS, 1), ("2 years", MONTHS, 24), ("1 y", MONTHS, 12),
    ("365.25 d", MONTHS, 12),
    ("30 d", DAYS, 30), ("2 weeks", DAYS, 14), ("1 day", DAYS, 1), ("48 h", DAYS, 2), ("1 month", DAYS, 30.4375),
    ("450 persons", PERSONS, 450), ("1 person", PERSONS, 1), ("450 people", PERSONS, 450), ("1.2 k soldiers", PERSONS, 1200),
    ("3 units", UNITS, 3), ("20 pcs", PIECES, 20), ("49.84°", DEGREES, 49.84), ("49.84 deg", DEGREES, 49.84),
]  # fmt: skip

REFUSED = [
    ("3 M EUR", TONNES_A_DAY, "expected tonnes a day, got '3 M EUR'", "write a number in t/day, or a text such as 0.5 kt/day"),
    ("3 t", TONNES_A_DAY, "expected tonnes a day, got '3 t'", "t/day"),
    ("3 M EUR", MONEY_A_MONTH, "expected money in EUR a month, got '3 M EUR'", "3 M EUR/month"),
    ("5 M USD", MONEY, "expected money in EUR, got '5 M USD': no currency is converted", "M EUR"),
    ("5 bn EUR", DOLLARS, "expected money in USD, got '5 bn EUR': no currency is converted", "billion USD"),
    ("5 M GBP", MONEY, "there is no unit 'GBP' (no currency is converted)", "M EUR"),
    ("3 M", MONEY, "got '3 M': the unit is missing", "M EUR"),
    ("EUR", MONEY, "expected a number, got 'EUR'", "digits first"),
    ("3 mEUR", MONEY, "'mEUR' could mean several things", "M for a million"),
    ("3 m EUR", MONEY, "'m' could mean several things", "M for a million"),
    ("6 m", MONTHS, "'m' could mean several things", "mo for a month"),
    ("3 EUR EUR", MONEY, "one number and one unit", "M EUR"),
    ("5 ktt", TONNES, "there is no unit 'ktt'; did you mean kt?", "1.2 kt"),
    ("5 ton", TONNES, "there is no unit 'ton'; did you mean tonne?", "1.2 kt"),
    ("5 knots", TONNES, "there is no unit 'knots'", "1.2 kt"),
    ("5 T", TONNES, "there is no unit 'T'; did you mean t?", "1.2 kt"),
    ("5 mln EUR", MONEY, "there is no unit 'mln'; did you mean million?", "M EUR"),
    ("kt", TONNES, "expected a number, got 'kt'", "digits first"),
    ("-", TONNES, "expected a number, got '-'", "digits first"),
    ("٣ t", TONNES, "expected a number, got '٣ t'", "digits first"),
    ("1.2.3 t", TONNES, "expected a number, got '1.2.3 t'", "digits first"),
    ("1,2 kt", TONNES, "expected tonnes, got '1,2 kt'", "a decimal point is a point: write 1.2 kt"),
    ("1,200 t", TONNES, "expected tonnes, got '1,200 t'", "write 1200 t, or 1.200 t if it is a fraction"),
    ("1 20 t", TONNES, "nothing is calculated", "1.2 kt"),
    ("3 t 4 t", TONNES, "one number and one unit", "1.2 kt"),
    ("3-4 t", TONNES, "nothing is calculated", "1.2 kt"),
    ("2*3 t", TONNES, "expected tonnes, got '2*3 t': one number and one unit are read, nothing is calculated", "1.2 kt"),
    ("9**9**9 t", TONNES, "nothing is calculated", "1.2 kt"),
    ("3 t^2", TONNES, "nothing is calculated", "1.2 kt"),
    ("3 t**9999999", TONNES, "nothing is calculated", "1.2 kt"),
    ("3 __import__('os')", TONNES, "nothing is calculated", "1.2 kt"),
    ("3 t/day/day", TONNES_A_DAY, "one number and one unit", "t/day"),
    ("3/t", TONNES, "the unit is missing", "1.2 kt"),
    ("3 per month", MONEY_A_MONTH, "the unit is missing", "M EUR/month"),
    ("9" * 100_000 + " t", TONNES, "expected a number, got '9999", "1.2 kt"),
    ("5 " + "t" * 100_000, TONNES, "expected a number, got '5 ttt", "1.2 kt"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "measure", "amount"), ACCEPTED)
def test_what_is_accepted_and_what_it_amounts_to(text: str, measure: units.Measure, amount: float):
    assert float(units.measured(text, measure)) == amount  # to the last bit


@pytest.mark.parametrize(("text", "measure", "what", "hint"), REFUSED, ids=[text[:20] for text, *_ in REFUSED])
def test_what_is_refused_and_in_which_words(text: str, measure: units.Measure, what: str, hint: str):
    with pytest.raises(units.NoQuantityError) as raised:
        units.measured(text, measure)
    assert what in raised.value.what
    assert hint in raised.value.hint
    assert len(raised.value.what) < 200


@given(
    st.lists(
        st.sampled_from([*"0123456789.,+-eE/*^%€$ \u202f", *"kMm", "EUR", " t", "day", " per ", " a ", "kt", "\0", "٣", "²"]), max_size=12
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_amount_or_refused_in_words(text: str):
    found: Fraction | units.NoQuantityError
    try:
        found = units.measured(text, TONNES_A_DAY)
    except units.NoQuantityError as refusal:
        found = refusal
    assert isinstance(found, Fraction) or (found.what.startswith("expected") and found.hint)


@pytest.mark.parametrize(
    ("text", "label", "amount"),
    [("0.5 kt/day", "t/day", 500), ("4 companies", "company", 4), ("1 Company", "company", 1), ("7 aircraft", "aircraft", 7),
     ("2 fire units", "fire unit", 2), ("12 people", "person", 12), ("1.2 k persons", "persons", 1200), ("1200 beds", "beds", 1200)],
)  # fmt: skip
def test_what_another_key_counts_is_read_in_its_own_unit(text: str, label: str, amount: float):
    assert units.counted(text, in_unit(label)) == amount


@pytest.mark.parametrize(
    ("text", "label", "what"),
    [("4 ships", "company", "expected an amount in 'company', got '4 ships'"), ("3 M EUR", "t/day", "expected tonnes a day, got '3 M EUR'"),
     ("2*4 companies", "company", "got '2*4 companies'"), ("450 persons", "company", "expected an amount in 'company'")],
)  # fmt: skip
def test_and_in_no_other(text: str, label: str, what: str):
    with pytest.raises(units.NoQuantityError, match="expected") as raised:
        units.counted(text, in_unit(label))
    assert what in raised.value.what


def test_the_registry_is_closed():
    words = units.names()
    assert len(words) < 80
    assert not words & {"knot", "m", "meter", "metre", "second", "gram", "byte", "radian", "Mt"}
    assert all(units.measured(m.example, m) > 0 for m in (PERSONS, TONNES, TONNES_A_DAY, MONEY, MONEY_A_MONTH, DOLLARS, MONTHS, DAYS))


# file, what stood there, the same written otherwise
OTHERWISE = [
    ("scenario.yaml", "deployed_personnel: 7500", "deployed_personnel: 7.5 k persons"),
    ("scenario.yaml", "{months: 9}", "{months: 9 months}"),
    ("scenario.yaml", "entry: 3500, stabilise: 6000}}      #", "entry: 3.5 k persons, stabilise: 6000 soldiers}}      #"),
    ("scenario.yaml", "beds: 9000}", "beds: 9 000 beds}"),
    ("scenario.yaml", "{months: 2, cost_meur: 60}, monthly_meur: 1.2}",
     "{months: 2 mo, cost_meur: 60 000 k EUR}, monthly_meur: 14.4 M EUR/year}"),
    ("scenario.yaml", "baseline_load: {throughput_tpd: 600}", "baseline_load: {throughput_tpd: 0.6 kt/day}"),
    ("scenario.yaml", "[49.84, 24.03]", "[49.84°, 24.03 degrees]"),
    ("scenario.yaml", "probability: 70%", "probability: 70 %"),
    ("offers.csv", "GBR-battlegroup,GBR,battlegroup,2,", "GBR-battlegroup,GBR,battlegroup,2 units,"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), OTHERWISE)
def test_the_same_written_otherwise_is_the_same(tmp_path: Path, file: str, old: str, new: str):
    changed(tmp_path, file, old, new)
    assert load(tmp_path).digest == load(EXAMPLE).digest


# file, what stood there, the slip, words of the error, words of the hint
SLIPS = [
    ("scenario.yaml", "capacity_tpd: 700", "capacity_tpd: 3 M EUR", "routes.rail-west.capacity_tpd: expected tonnes a day, got '3 M EUR'",
     "write a number in t/day, or a text such as 0.5 kt/day"),
    ("scenario.yaml", "{months: 9}", "{months: 0.5 months}", "expected a whole number, 1 or more, got '0.5 months' (0.5)", "in months"),
    ("scenario.yaml", "{months: 9}", "{months: 26 weeks}", "expected a whole number, 1 or more, got '26 weeks' (5.979)", "in months"),
    ("scenario.yaml", "deployed_personnel: 7500", "deployed_personnel: -7 k persons", "got '-7 k persons' (-7000)", "0 or more"),
    ("scenario.yaml", "gdp_busd: 43,", "gdp_busd: 43 bn EUR,", "expected money in USD, got '43 bn EUR': no currency is converted", "USD"),
    ("scenario.yaml", "entry: 3500, stabilise: 6000}}      #", "entry: 3500 t, stabilise: 6000}}      #",
     "expected persons, got '3500 t'", "450 persons"),
    ("scenario.yaml", "beds: 9000}", "beds: 9000 berths}", "sites.lviv-area.capacity.beds: expected an amount in 'beds'", "beds"),
    ("scenario.yaml", "provides: {mcm: 1}", "provides: {mcm: 1 company}", "expected an amount in 'ship', got '1 company'", "1 ship"),
    ("scenario.yaml", "baseline_load: {throughput_tpd: 600}", "baseline_load: {throughput_tpd: 600 t}", "expected tonnes a day", "t/day"),
    ("offers.csv", "FRA-engineer-coy,FRA,engineer-coy,2,", "FRA-engineer-coy,FRA,engineer-coy,2 aircraft,",
     "expected units, got '2 aircraft'", "units"),
    ("pledges.csv", "GBR,training-fund,200,", "GBR,training-fund,200 M GBP,", "no currency is converted", "M EUR"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "what", "hint"), SLIPS)
def test_a_slip_is_told_where_it_was_made(tmp_path: Path, file: str, old: str, new: str, what: str, hint: str):
    line = changed(tmp_path, file, old, new)
    (found,) = errors(tmp_path)
    assert what in found.what
    assert hint in found.hint
    assert found.where
    assert (Path(found.where.file).name, found.where.line) == (file, line)


def test_a_slip_in_a_table_names_row_and_column(tmp_path: Path):
    changed(tmp_path, "offers.csv", "GBR-battlegroup,GBR,battlegroup,2,", "GBR-battlegroup,GBR,battlegroup,2 kt,")
    (found,) = errors(tmp_path)
    heading = (EXAMPLE / "offers.csv").read_text().splitlines()[0].split(",")[3]
    assert found.where
    assert heading in found.where.cell
    assert f"row {found.where.line}" in found.where.cell


TPD = {"capabilities": {"inf": {}, "eng": {"unit": "t/day"}}}


def test_a_need_is_read_in_the_unit_of_its_capability(read):
    line = {"pillar": "reassurance", "needs": {"eng": {"entry": "1.2 kt/day", "stay": 300}}, "minimum": "0.6 kt/day"}
    rows = read(**TPD, requirements__line=line).frames["needs"]
    needs = rows[rows["requirement"] == "line"]
    assert list(needs["level"]) == [1200.0, 300.0]
    assert list(needs["minimum"]) == [600.0, 600.0]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"needs": {"eng": {"stay": "3 M EUR"}}}, "requirements.line.needs.eng.stay: expected tonnes a day, got '3 M EUR'"),
        ({"needs": {"inf": {"stay": "3 t/day"}}}, "requirements.line.needs.inf.stay: expected units, got '3 t/day'"),
        ({"needs": {"eng": {"stay": 3}}, "minimum": {"eng": "2 units"}}, "expected tonnes a day, got '2 units'"),
        ({"needs": {"eng": {"stay": 3}, "inf": {"stay": 3}}, "minimum": "2 t/day"}, "expected a minimum, got '2 t/day'"),
        ({"needs": {"eng": {"stay": 3}}, "min_contribution": {"eng": "2 kt"}}, "expected tonnes a day, got '2 kt'"),
        ({"needs": {"eng": {"stay": 3}}, "min_contribution": "2 kt"}, "expected persons, got '2 kt'"),
    ],
)
def test_a_need_in_another_unit_is_refused(read, change, what):
    (found,) = refused(read, **TPD, requirements__line={"pillar": "reassurance"} | change)
    assert what in found


def test_an_unknown_capability_is_one_error(read):
    (found,) = refused(read, requirements__line={"pillar": "reassurance", "needs": {"engg": {"stay": "3 t/day"}}})
    assert found.startswith("there is no capability 'engg'")


def test_a_tolerance_bears_the_unit_of_its_goal(read):
    goals = ["below_minimum", {"minimise": "shortfall", "priority": 1}, {"minimise": "cost", "tolerance": {"absolute": "250 k EUR"}}]
    assert read(goals=goals).goals[-1].absolute == 0.25
    goals[-1] = {"minimise": "cost", "tolerance": {"absolute": "250 t"}}
    (found,) = refused(read, goals=goals)
    assert found == "goals.#3.tolerance.absolute: expected money in EUR, got '250 t'"
    goals[-1] = {"minimise": "support_gap", "tolerance": {"absolute": "2 t"}}  # weights have no unit
    (found,) = refused(read, goals=goals)
    assert found == "goals.#3.tolerance.absolute: expected a number, got '2 t'"


SCRIPT = "import sys; from planner.scenario.load import load; load(sys.argv[1]); print('pint' in sys.modules)"


@pytest.mark.parametrize(("new", "imported"), [("{months: 9}", False), ("{months: '9'}", False), ("{months: 9 months}", True)])
def test_pint_is_imported_for_a_text_with_a_unit_only(tmp_path: Path, new: str, *, imported: bool):
    changed(tmp_path, "scenario.yaml", "{months: 9}", new)
    said = subprocess.run([sys.executable, "-c", SCRIPT, tmp_path], capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(imported)


def test_the_json_schema_takes_a_text_with_a_unit_and_says_which():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json_schema()
    lift = schema["$defs"]["UnitTypeEntry"]["properties"]["lift_t"]
    assert lift["description"] == "tonnes to move one unit: a number in t, or a text such as 1.2 kt"
    judge = jsonschema.Draft202012Validator({"$ref": "#/$defs/UnitTypeEntry", "$defs": schema["$defs"]})
    entry = {"domain": "land", "personnel": 120, "provides": {"eng": 1}}
    for lift, good in ((1200, True), ("1.2 kt", True), ("EUR 3", True), ("much", False), (-1, False)):
        assert judge.is_valid(entry | {"lift_t": lift}) == good


def test_numbers_in_text_are_numbers():
    assert units.number(" 1 200 ") == 1200
    assert units.number("33.3") == Fraction(333, 10)
    assert [units.number(text) for text in ("", "-", ".", "1,2", "1 20", "1200 000", "9" * 100, "nan")] == [None] * 8


def test_a_month_has_as_many_days_as_in_the_calendar():
    assert float(units.measured("1 month", DAYS)) == DAYS_A_MONTH


@pytest.mark.parametrize(
    ("of", "written", "amount"),
    [
        ("personnel", "1.2 k persons", 1200),
        ("tonnes", "45 kt", 45000),
        ("units", "3 units", 3),
        ("units", "3 t", None),
        ("tonnes", "3 units", None),
    ],
)
def test_a_ceiling_is_read_in_the_unit_of_what_is_counted(read, of, written, amount):
    areas = {"sea": {"sites": ["camp"], "limits": [{"name": "ceiling", "of": of, "at_most": written}]}}
    if amount is None:
        (found,) = refused(read, areas=areas)
        assert found.startswith("areas.sea.limits.#1.at_most: expected ")
    else:
        assert read(areas=areas).areas[0].limits[0].at_most == amount


@pytest.mark.parametrize(
    ("test", "what"),
    [
        ({"measure": "eng", "at_least": {"stay": "1.2 kt/day"}}, ""),
        ({"measure": "capability", "capability": "eng", "at_least": "1.2 kt/day"}, ""),
        ({"measure": "coverage", "requirement": "line", "at_least": {"stay": "80%"}}, ""),
        ({"measure": "money", "at_least": "250 k EUR"}, ""),
        ({"measure": "nations", "at_least": "3 nations"}, ""),
        ({"fund": "f", "at_least": {"stay": "3 t"}}, "at_least.stay: expected money in EUR"),
        ({"measure": "eng", "at_least": "1.2 k persons"}, "at_least: expected tonnes a day"),
        ({"all": [{"measure": "units", "at_least": {"stay": "3 t"}}]}, "at_least.stay: expected units, got '3 t'"),
    ],
)
def test_a_threshold_is_read_in_the_unit_of_what_is_measured(read, test, what):
    condition = {"granted": "if-earned", "earned_when": test}
    if what:
        found, *_ = refused(read, **TPD, conditions__vote=condition)
        assert found.startswith("conditions.vote.earned_when")
        assert what in found
    else:
        read(**TPD, conditions__vote=condition, finance={"funds": {"f": {}}})
