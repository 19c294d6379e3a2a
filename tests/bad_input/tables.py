"""Tables as they come out of spreadsheets: each slip at its file, row and column."""

from pathlib import Path

from tests.bad_input.catalogue import GOOD, Case, swap, whole

OFFERS = (GOOD / "offers.csv").read_text(encoding="utf-8")
LINES = OFFERS.split("\n")
SITES = (GOOD / "sites.csv").read_text(encoding="utf-8").splitlines()


def without(name: str):
    """Take a file away."""

    def spoil(folder: Path) -> str:
        (folder / name).unlink()
        return ""

    return spoil


def row(number: int, old: str, new: str, cell: str = ""):
    """Spoil one row of the offers."""
    line = LINES[number - 1]
    assert old in line
    return whole("\n".join([*LINES[: number - 1], line.replace(old, new, 1), *LINES[number:]]), "offers.csv", cell)


CASES = [
    Case(
        "missing table", swap("offers: {table: offers.csv}", "offers: {table: ▸ofers.csv}"), "ofers.csv: there is no such file", "spelling"
    ),
    Case("missing table", without("sites.csv"), "sites.csv: there is no such file", "spelling"),
    Case(
        "missing column",
        whole(OFFERS.replace("id,nation,", "▸name,nation,", 1), "offers.csv", "row 1, name"),
        'the table of offers has no column "offer" or "id"',
        "add a column",
    ),
    Case(
        "missing column",
        swap("site,country,", "site,▸contry,", "sites.csv", "row 1, contry"),
        "this table knows no column 'contry'; did you mean country?",
        "known here: baseline_load",
    ),
    Case(
        "missing column",
        whole("".join(",".join(line.split(",")[:1] + line.split(",")[2:]) + "\n" for line in SITES), "sites.csv"),
        "2 rows of this table lack 'country'",
        "fill the column country",
    ),
    Case(
        "missing column",
        whole("\n".join(",".join(line.split(",")[:2] + line.split(",")[3:]) for line in LINES), "offers.csv"),
        "the offer FRA-battlegroup lacks 'unit_type', and so do 57 more",
        "add unit_type: unit type",
    ),
    Case(
        "commas in coordinates",
        swap("UKR,49.84;24.03,", 'UKR,▸"34.67, 33.04",', "sites.csv", "row 2, coordinates"),
        "expected latitude and longitude, got '34.67, 33.04'",
        "separate them by a semicolon: 34.67; 33.04",
    ),
    Case(
        "span from D-day that is none",
        row(4, "ceasefire,,,30", "ceasefire,▸D-3 wks,,30", "row 4, from"),
        "expected a point in time, got 'D-3 wks'",
        "write D-3 weeks",
    ),
    Case("empty cell", swap("rzeszow,POL", "▸rzeszow,", "sites.csv", "row 3, site"), "sites.rzeszow lacks 'country'", "ISO 3166"),
    Case(
        "unknown column",
        whole(OFFERS.replace(",notice_days,", ",▸notice,", 1), "offers.csv", "row 1, notice"),
        "this table knows no column 'notice'; did you mean notice_days?",
        "known here",
    ),
    Case(
        "column twice",
        whole(OFFERS.replace(",only_at,not_at,", ",only_at,▸only_at,", 1), "offers.csv", "row 1, only_at"),
        'the heading "only_at" stands twice, in columns 12 and 13',
        "keep one",
    ),
    Case(
        "column without heading",
        whole(OFFERS.replace(",notice_days,", ",▸,", 1), "offers.csv", "row 1, column 11"),
        "column 11 has no heading",
        "heading",
    ),
    Case(
        "bad number in row 57",
        row(57, ",infantry-coy,1,", ",infantry-coy,▸one,", "row 57, deployed"),
        "deployed: expected a number, got 'one'",
        "",
    ),
    Case(
        "bad number in row 57",
        row(57, ",infantry-coy,1,", ",infantry-coy,▸1.5,", "row 57, deployed"),
        "expected a whole number, 0 or more, got 1.5",
        "whole number",
    ),
    Case("ragged row", row(57, ",infantry-coy,1,", ",infantry-coy,1,,", ""), "this row has 18 cells, the heading 17", "quotes"),
    Case("ragged row", row(57, ",,low", ""), "this row has 15 cells, the heading 17", "leave what is not known empty"),
    Case("quote that does not match", row(57, ",,low", ',"x"y",low'), "the quotes of this row do not match", "close each quote"),
    Case("row without a name", row(57, LINES[56].split(",")[0], "▸", "row 57"), 'the cell under "id" is empty', "empty the whole row"),
    Case(
        "two rows with one id that are not tiers",
        row(6, "POL-fighters,POL,", "FRA-engineers,▸POL,", "row 6, nation"),
        "differ in nation",
        "id of its own",
    ),
    Case(
        "two rows with one id that are not tiers",
        row(5, ",1,,,2,", ",1,,,1,", ""),
        "a second row of GBR-battlegroup is tier 1 too",
        "column tier",
    ),
    Case(
        "two sites with one id",
        swap("rzeszow,POL", "▸lviv-area,POL", "sites.csv", "row 3, site"),
        'the site "lviv-area" stands here a second time',
        "keep one",
    ),
    Case(
        "table outside the folder",
        swap("offers: {table: offers.csv}", "offers: {table: ▸../offers.csv}"),
        "../offers.csv lies outside",
        "into that folder",
    ),
    Case(
        "table that is a mapping too",
        swap("sites: {table: sites.csv}", "sites: {table: ▸sites.csv, camp: {}}"),
        "a table stands alone",
        "rows",
    ),
]
