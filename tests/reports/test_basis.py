"""Each number of the first lines is read from a row and says whose word it rests on; so do shortfalls, causes and the foot of a page."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest

from planner.scenario import Caveat, Selector
from planner.study.basis import paid_on, resting
from reports.content import content
from reports.content.numbers import THIN, points
from reports.formats import brief_html, brief_text
from tests.reports.handmade import ROWS, empty_plan, gathered, plan, scenario
from tests.reports.test_terminal import printed

OTHER = replace(scenario(), option="no-backstop", option_title="No US backstop", digest="f" * 16)
WITHOUT = replace(plan(), option="no-backstop")


def read(dossier, trace) -> float:
    """Return the number that a trace leads to, read anew from the tables of the run."""
    steps = dossier.scenario.steps
    tables = dict(dossier.plan.frames) | {f"scenario-{name}": f.reset_index() for name, f in dossier.scenario.frames.items()}
    tables |= {
        "metrics": pd.DataFrame(dossier.plan.metrics.items(), columns=["metric", "value"]),
        "calendar": pd.DataFrame([vars(step) for step in steps]),
        "hanging": dossier.hanging,
        "criteria": dossier.comparison.criteria if dossier.comparison else None,
    }
    rows = tables[trace.table]
    for column, value in trace.row:
        rows = rows[rows[column].isin(value if isinstance(value, tuple) else [value])]
    several = any(isinstance(value, tuple) for _, value in trace.row)
    first, last = trace.columns[0], trace.columns[-1]
    assert len(rows), f"{trace.words} leads nowhere"
    if trace.how in {"value", "difference"}:
        assert several or len(rows) == 1, f"{trace.words} leads to {len(rows)} rows"
        return float(rows[first].sum()) - (float(rows[last].sum()) if trace.how == "difference" else 0.0)
    if trace.how == "lines":
        return rows.loc[rows[first] > 1e-6, last].nunique()
    return float(rows[first].sum() if trace.how == "sum" else rows[first].max())


def numbers(text: str) -> set[str]:
    """Return the numbers of a text; a month's year and the rank of a priority are names."""
    bare = re.sub(r"(\d+ )?[A-Z][a-z]{2,8} \d{4}|priority \d+|1st|2nd", "", text.replace(THIN, "_"))
    return {found.replace("_", THIN).strip(f".,{THIN}") for found in re.findall(r"\d[\d_.,]*", bare)}


@pytest.mark.parametrize("others", [(), ((OTHER, WITHOUT),)])
def test_every_number_of_the_first_lines_leads_to_a_row_and_says_what_it_rests_on(others):
    dossier = gathered(others=others)
    for fact in content(dossier).facts:
        assert read(dossier, fact.trace) == pytest.approx(fact.value), fact.id
        assert fact.basis, fact.id
        assert fact.text, fact.id


@pytest.mark.parametrize("audience", ["chiefs", "staff"])
def test_no_number_of_the_first_lines_is_without_a_fact(audience):
    poorer = replace(WITHOUT, metrics=WITHOUT.metrics | {"coverage.1": 0.5})
    said = content(gathered(others=((OTHER, poorer),)), audience)
    page = brief_html.render(said).decode()
    strip = re.sub(r"<span>[^<]*</span>", " ", page[page.index('<div class="facts">') : page.index('<div class="two">')])
    shown = " ".join(
        [said.title, said.first, said.second, said.bluf, said.rests_on, said.firmness, re.sub(r"<[^>]*>", " ", strip.split("<h2>")[0])]
    )
    known = set().union(*(numbers(f.text) for f in said.facts))
    assert numbers(shown) - known == set()
    assert len(numbers(shown)) > 6


def test_a_number_that_is_no_longer_what_its_row_says_is_found():
    dossier = gathered()
    fact = next(f for f in content(dossier).facts if f.id == "main.persons")
    other = gathered(plan=plan(frames={"posture": plan().frames["posture"].assign(persons=1.0)}))
    assert read(other, fact.trace) != fact.value


def test_what_a_plan_rests_on_adds_up_by_line_and_nation():
    table = resting(scenario(), plan(), "requirement").set_index("requirement")
    assert table.loc["land-west", ["quoted", "derived", "assumed"]].tolist() == pytest.approx([0, 124800 / 147600, 22800 / 147600])
    assert table.loc["land-west", "firm"] == pytest.approx(124800 / 147600)
    assert resting(scenario(), plan())["person_months"].tolist() == [151440]
    assert resting(scenario(), plan(), "nation")["person_months"].sum() == 151440
    assert resting(scenario(), empty_plan()).empty


def test_confidence_is_the_lowest_that_is_said_and_sources_are_named_once():
    tiers = plan().frames["basis"].assign(confidence="high", source="a speech")
    tiers.loc[tiers["offer"] == "ROU-mcm", ["confidence", "source"]] = ["low", "a paper"]
    tiers.loc[tiers["offer"] == "TUR-mcm", ["confidence", "source"]] = ["", ""]
    row = resting(scenario(), plan(frames={"basis": tiers}), "requirement").set_index("requirement").loc["sea-mcm"]
    assert (row["confidence"], row["sources"]) == ("low", ("a paper", "a speech"))


def test_cost_rests_on_the_rates_of_units_and_sites():
    types = [t | {"basis": "quoted"} if t["unit_type"] == "battlegroup" else t for t in ROWS["unit_types"]]
    costs = plan().frames["costs"].replace({"ROU-bg": "ROU-mcm", "TUR-bg": "TUR-mcm"})
    found = paid_on(scenario(rows={"unit_types": types}), plan(frames={"costs": costs}))
    assert found == pytest.approx({"quoted": 1080 / 1204.5, "derived": 0, "assumed": 124.5 / 1204.5})


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([1, 1, 1], [34, 33, 33]),
        ([0.001, 0, 0.999], [1, 0, 99]),
        ([0.005, 0.005, 0.99], [1, 1, 98]),
        ([0, 0, 0], [0, 0, 0]),
        ([0, 2], [0, 100]),
    ],
)
def test_shares_add_up_to_a_hundred_and_nothing_that_is_there_is_nought(shares, said):
    assert points(shares) == said


def test_every_page_of_assumed_offers_says_that_it_is_no_request():
    said = content(gathered())
    page = brief_html.render(said).decode()
    assert page.count(said.no_request) == page.count('<section class="page"') >= 1
    assert "not a request by any government" in " ".join(brief_text.render(said).decode().split())
    quoted = plan(metrics=plan().metrics | {"basis.assumed": 0.0, "basis.derived": 1 - 1520 / 151440})
    assert content(gathered(plan=quoted)).no_request == ""
    assert '<p class="foot">' not in brief_html.render(content(gathered(plan=quoted))).decode()


def test_a_shortfall_against_an_assumed_need_says_so():
    rows = {"requirements": [r | {"basis": "assumed", "confidence": "low"} for r in ROWS["requirements"]]}
    dossier = gathered(scenario=scenario(rows=rows))
    assert content(dossier, "staff").gaps[0].need == "need assumed, confidence low"
    assert "80 %; need assumed, confidence low" in " ".join(printed(content(dossier, "staff"), 80).split())
    assert "need assumed" in brief_html.render(content(dossier)).decode()
    assert content(gathered()).gaps[0].need == ""


def test_a_cause_names_the_source_of_the_caveat():
    barred = Caveat(
        "esp-no-sea", Selector(nations=frozenset({"ESP"}), sites=frozenset({"port"})), source="a speech, 3 May", confidence="high"
    )
    dossier = gathered(scenario=scenario(caveats=(barred,)))
    assert (
        "caveat esp-no-sea keeps out ESP 1 minehunter (source: a speech, 3 May, confidence high)" in content(dossier, "staff").gaps[0].cause
    )
    cause = next(c for c in dossier.shortfalls[0].causes if c.kind == "caveat")
    assert (cause.source, cause.confidence) == ("a speech, 3 May", "high")


def test_a_cause_names_the_source_of_a_hosts_refusal():
    hosts = scenario().hosts
    closed = replace(hosts["ROU"], nations=hosts["ROU"].nations - {"ESP"}, source="a note", confidence="medium")
    dossier = gathered(scenario=scenario(hosts=hosts | {"ROU": closed}, caveats=()))
    assert "(source: a note, confidence medium)" in content(dossier, "staff").gaps[0].cause


def test_a_line_says_how_much_of_it_is_assumed():
    lines = {x.id: x.assumed for x in content(gathered(), "staff").lines}
    assert lines["land-west"] == pytest.approx((9 * 4 + 10 * 4) / (3 * 12 + 19 * 24))
    assert math.isnan(content(gathered(plan=empty_plan())).lines[0].assumed)


def test_options_stand_beside_each_other_with_what_they_rest_on():
    criteria = gathered(others=((OTHER, WITHOUT),)).comparison.criteria
    assert {"rests on quoted figures", "rests on derived figures", "rests on assumed figures", "announced or deployed"} <= set(
        criteria["criterion"]
    )
    rows = criteria[criteria["criterion"] == "rests on assumed figures"]
    assert rows["own"].tolist() == pytest.approx([100 * 25120 / 151440] * 2)
