"""Every block of rows may be a table, and what may not be one says so."""

from pathlib import Path

import pytest

from planner.scenario.blocks import KEYS, LISTS, VALUES
from planner.scenario.schema import ScenarioFile, parse

BLOCKS = {  # the block, a table of it, and what its first row must become
    "nations": ("nation,groups,limits.reserve.coy,coordinates\nFRA,EU;NATO,5,48.9;2.3\n", "FRA", {"limits": {"reserve": {"coy": 5}}}),
    "hosts": ("country,allow,ceiling\nPOL,NATO,900\n", "POL", {"allow": "NATO"}),
    "caveats": ("caveat,nations,forbid.country,soft\nno-ukr,EST,UKR,true\n", "no-ukr", {"forbid": {"country": "UKR"}, "soft": True}),
    "conditions": ("condition,granted,from\nvote,true,stay\n", "vote", {"granted": True}),
    "capabilities": ("capability,unit\ninf,company\n", "inf", {"unit": "company"}),
    "unit_types": ("unit_type,domain,personnel,provides.inf,cost_meur.month\ncoy,land,100,1,0.5\n", "coy", {"provides": {"inf": 1}}),
    "substitutes": ("unit_type,inf,max_share\ncoy,50%,40%\n", "coy", {"inf": "50%"}),
    "offers": ("offer,nation,unit_type,deployed\nFRA-coy,FRA,coy,1\n", "FRA-coy", [{"nation": "FRA", "unit_type": "coy", "deployed": 1}]),
    "sites": ("site,country,capacity.beds,existing\ncamp,UKR,900,true\n", "camp", {"capacity": {"beds": 900}}),
    "areas": ("area,sites,stay.days\nsea,camp;port,21\n", "sea", {"stay": {"days": 21}}),
    "routes": ("route,from,to,capacity_tpd\nr,a,b,10\n", "r", {"capacity_tpd": 10}),
    "requirements": ("requirement,pillar,needs.inf@stay\nline,reassurance,2\n", "line", {"needs": {"inf": {"stay": 2}}}),
    "calendar.phases": ("phase,months\nentry,3\n", "entry", {"months": 3}),
    "prices.rates": ("currency,rate\nUSD,0.92\n", "USD", 0.92),
    "level_of_ambition": ("requirement,share\nline,50%\n", "line", "50%"),
    "training.stock": ("grade,people\ncrew,40\n", "crew", 40),
    "training.intake_per_month": ("grade,people,people@stay\ncrew,,5\n", "crew", {"stay": 5}),
    "training.courses": ("course,months,places,instructors,uses.raw,produces.crew\nbasic,2,10,3,20,18\n", "basic", {"uses": {"raw": 20}}),
    "training.formations": ("formation,people.crew,equipment.ifv\nbde,900,40\n", "bde", {"equipment": {"ifv": 40}}),
    "training.targets": ("formation,entry,stay\nbde,1,3\n", "bde", {"entry": 1, "stay": 3}),
    "equipment.stock": ("item,quantity\nifv,12\n", "ifv", 12),
    "equipment.purchases": ("item,cost_meur,lead_months\nifv,5,9\n", "ifv", {"cost_meur": 5}),
    "equipment.donations": ("nation,item,quantity,date\nDEU,ifv,40,D+30\n", 0, {"quantity": 40}),
    "finance.funds": ("fund,balance_meur\nefa,100\n", "efa", {"balance_meur": 100}),
    "finance.funds.efa.pledges": ("nation,amount_meur,date\nDEU,40,D+30\n", 0, {"amount_meur": 40}),
    "sites.camp.expansion": ("name,capacity.beds,months\nb,200,2\n", 0, {"capacity": {"beds": 200}}),
    "areas.sea.limits": ("name,of,at_most,who.nation\ntons,tonnes,15000,FRA\n", 0, {"who": {"nation": "FRA"}}),
    "areas.sea.stay": ("days,who.nation_not\n21,TUR;ROU\n", 0, {"days": 21}),
    "areas.sea.requires": ("condition\nstraits\n", 0, {"condition": "straits"}),
    "offers.GBR-coy": ("tier,nation,unit_type,deployed\n1,GBR,coy,1\n2,GBR,coy,2\n", 0, {"deployed": 1}),
    "pairs": ("nation,only_with,in.pillar\nEST,GBR,reassurance\n", 0, {"in": {"pillar": "reassurance"}}),
    "pins": ("place.offer,place.site,at_least,from\nFRA-coy,camp,1,stay\n", 0, {"place": {"offer": "FRA-coy", "site": "camp"}}),
    "goals": ("minimise,priority,tolerance\nshortfall,1,3%\n", 0, {"minimise": "shortfall"}),
    "criteria": ("metric,weight,phase\ncost,0.5,stay\n", 0, {"metric": "cost"}),
    "placement_costs": ("offer,site,cost_meur\nFRA-coy,camp,3\n", 0, {"cost_meur": 3}),
    "rounds": ("name,deadline\nfirst,2026-02-01\n", 0, {"name": "first"}),
    "baseline": ("offer,requirement,site,phase,units\nFRA-coy,line,camp,stay,1\n", "table", [
        {"offer": "FRA-coy", "requirement": "line", "site": "camp", "phase": "stay", "units": 1},
    ]),
    "brief.decisions": ("verb,what\nSELECT,an option\n", 0, {"verb": "SELECT"}),
    "brief.risks": ("risk,owner\nlate,J4\n", 0, {"owner": "J4"}),
    "brief.decision_points": ("name,at\ngo,D+30\n", 0, {"at": "D+30"}),
}  # fmt: skip


@pytest.mark.parametrize("dotted", BLOCKS)
def test_every_block_of_rows_takes_a_table_that_its_record_reads(expand, dotted):
    text, key, wanted = BLOCKS[dotted]
    *outer, last = dotted.split(".")
    scenario = "".join(f"{'  ' * n}{name}:\n" for n, name in enumerate(outer)) + f"{'  ' * len(outer)}{last}: {{table: t.csv}}\n"
    document, problems = expand(scenario, t=text)
    assert not problems
    value = document.value
    for name in dotted.split("."):
        value = value[name]
    row = value[key]
    assert row == wanted if not isinstance(row, dict) else row | wanted == row
    parse(document, problems)
    here = [p for p in problems if p.where and Path(p.where.file).name == "t.csv"]
    assert here == []


def test_the_list_of_blocks_that_take_tables_is_whole():
    """Every keyed block, and every list of records in the schema, is above, and may be a table."""
    shipped = {tuple("*" if name in {"efa", "camp", "sea", "GBR-coy"} else name for name in dotted.split(".")) for dotted in BLOCKS}
    assert shipped == set(KEYS) | LISTS
    assert set(VALUES) <= set(KEYS)
    schema = ScenarioFile.model_json_schema(by_alias=True)
    named = {path[-1] for path in shipped}
    rows = {
        name
        for record in (schema, *schema["$defs"].values())
        for name, node in record.get("properties", {}).items()
        if node.get("type") == "array" and ("$ref" in node["items"] or "oneOf" in node["items"])
    }
    assert rows - named <= {"all", "any"}  # tests of conditions, which nest


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("brief: {table: t.csv}", "brief knows no key 'table'"),
        ("ofers: {table: t.csv}", "the scenario knows no key 'ofers'; did you mean offers?"),
        ("calendar: {table: t.csv}", "calendar knows no key 'table'"),
        ("requirements: {x: {pillar: reassurance, needs: {table: t.csv}}}", "needs.table: expected a mapping"),
        ("title: {table: t.csv}", "title: expected text"),
    ],
)
def test_a_table_where_none_may_stand_is_told(expand, scenario, words):
    document, problems = expand(scenario, t="id\nX\n")
    assert not problems
    parse(document, problems)
    assert any(words in p.what for p in problems), [p.what for p in problems]
