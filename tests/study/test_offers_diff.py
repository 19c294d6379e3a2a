"""Two rounds of offers on paper: a company has 100 persons and gives 1; of one in four in the cycle a quarter stands."""

from pathlib import Path

import pytest

from planner.scenario import ScenarioError
from planner.scenario.offersfile import read_offers
from planner.study.offers_diff import diff
from tests.families.small import line, offer, small

TYPES = small([offer("GBR", 1)], [line("a", 1)])
HEAD = "offer,nation,unit_type,deployed,in_cycle,tier,requires,status,from,notes\n"
OLD = HEAD + "EST-1,EST,coy,2,,,,,,\nFRA-1,FRA,bn,,4,,,announced,,\nGBR-1,GBR,coy,3,,,,,,\nGBR-1,,,1,,2,vote,,,\n"


def told(folder: Path, old: str, new: str, types=TYPES):
    for name, text in (("old.csv", old), ("new.csv", new)):
        (folder / name).write_text(text)
    return diff(read_offers(folder / "old.csv"), read_offers(folder / "new.csv"), types)


def rows(found) -> list[list]:
    return found.changes[["what", "offer", "tier", "field", "was", "now", "persons"]].values.tolist()


def test_the_same_offers_differ_in_nothing_whatever_their_order(tmp_path):
    head, *lines = OLD.splitlines(keepends=True)
    found = told(tmp_path, OLD, head + "".join([*lines[:2][::-1], *lines[2:]]))
    assert rows(found) == []
    assert found.nations.empty
    assert found.capabilities.empty


def test_what_is_new_gone_and_changed(tmp_path):
    """Estonia's two companies are gone, Poland's one is new, the French cycle has eight for four: a battalion more stands in place."""
    new = HEAD + "FRA-1,FRA,bn,,8,,,announced,2027-05-01,\nGBR-1,GBR,coy,3,,,,deployed,,\nGBR-1,,,1,,2,vote;law,,,\nPOL-1,POL,coy,1,,,,,,\n"
    found = told(tmp_path, OLD, new)
    assert rows(found) == [
        ["new", "POL-1", "1", "", "–", "1 deployed coy, offered", 100],
        ["gone", "EST-1", "1", "", "2 deployed coy, offered", "–", -200],
        ["changed", "FRA-1", "1", "units", "4 in cycle", "8 in cycle", 400],
        ["changed", "FRA-1", "1", "from", "–", "2027-05-01", 0],
        ["changed", "GBR-1", "1", "status", "offered", "deployed", 0],
        ["changed", "GBR-1", "2", "requires", "vote", "vote and law", 0],
    ]
    assert found.nations.values.tolist() == [
        ["EST", 0, 1, 0, 200, 0, -200], ["FRA", 0, 0, 1, 400, 800, 400], ["GBR", 0, 0, 2, 400, 400, 0], ["POL", 1, 0, 0, 0, 100, 100],
    ]  # fmt: skip
    assert found.capabilities.values.tolist() == [["companies", 10, 13, 3]]


def test_remarks_are_no_change_and_another_kind_of_amount_is_one(tmp_path):
    assert rows(told(tmp_path, OLD, OLD.replace("EST-1,EST,coy,2,,,,,,", "EST-1,EST,coy,2,,,,,,as told"))) == []
    found = told(tmp_path, OLD, OLD.replace("FRA-1,FRA,bn,,4", "FRA-1,FRA,bn,4,"))
    assert rows(found) == [["changed", "FRA-1", "1", "units", "4 in cycle", "4 deployed", 1200]]


def test_another_unit_type_is_told_and_one_that_nobody_knows_is_not_counted(tmp_path):
    found = told(tmp_path, OLD, OLD.replace("EST-1,EST,coy", "EST-1,EST,drone"))
    assert rows(found) == [["changed", "EST-1", "1", "unit_type", "coy", "drone", -200]]
    assert found.unknown == ("drone",)
    assert told(tmp_path, OLD, OLD, None).unknown == ("bn", "coy")


def test_a_wrong_cell_is_told_by_row_and_column(tmp_path):
    with pytest.raises(ScenarioError) as raised:
        told(tmp_path, OLD, OLD.replace("EST-1,EST,coy,2", "EST-1,EST,coy,two"))
    (problem,) = raised.value.problems
    assert (problem.where.cell, problem.what) == ("row 2, deployed", "offers.EST-1.#1.deployed: expected a number, got 'two'")


def test_a_scenario_gives_its_offers_whatever_else_is_wrong_with_it(tmp_path):
    offers = "offers: {EST-1: {nation: EST, unit_type: coy, deployed: 2, requires: {any: [vote, law]}}}"
    (tmp_path / "scenario.yaml").write_text(f"format: 1\ntitle: Half\n{offers}\ngoals: [nonsense]\n")
    found = read_offers(tmp_path)
    assert [(key, tier.nation, tier.unit_type, dict(tier.said)) for key, tier in found.items()] == [
        (("EST-1", "1"), "EST", "coy", {"deployed": 2, "requires": [["law", "vote"]]})
    ]


def test_a_workbook_gives_its_sheet_of_offers(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "sites"
    book.active.append(["site", "country"])
    sheet = book.create_sheet("offers")
    for cells in (["offer", "nation", "unit_type", "deployed"], ["EST-1", "EST", "coy", 2]):
        sheet.append(cells)
    book.save(tmp_path / "book.xlsx")
    assert list(read_offers(tmp_path / "book.xlsx")) == [("EST-1", "1")]
