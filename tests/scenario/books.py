"""Workbooks to read in tests: written by openpyxl, laid out as Excel does, or damaged on purpose."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from planner.scenario import Problem
from planner.scenario.document import Document

Found = tuple[Document, list[Problem]]


def workbook(*rows: list[Any], sheet: str = "sites", change: Callable[[Any], Any] = lambda sheet: None) -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compress) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def heavy(part: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b" " * size)
    return out.getvalue()


def only(found: Found) -> Problem:
    assert len(found[1]) == 1, found[1]
    return found[1][0]


def two_sheets(page):
    page.parent.create_sheet("offers").append(["site", "a"])
    page.parent["offers"].append(["y", 2])
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=2))
    page.parent.create_chartsheet("chart").add_chart(chart)


STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def shared(data: bytes) -> bytes:
    """Move the texts of cells into a part of their own, as Excel does and openpyxl does not."""
    texts: list[str] = []

    def moved(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'<c{found[1]} t="s"><v>{len(texts) - 1}</v></c>'

    def change(name: str, part: bytes) -> bytes:
        text = part.decode()
        if name == "xl/worksheets/sheet1.xml":
            text = re.sub(r'<c([^>]*) t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>', moved, text)
        if name == "[Content_Types].xml":
            text = text.replace("</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS}"/></Types>')
        if name == "xl/_rels/workbook.xml.rels":
            text = text.replace(
                "</Relationships>", f'<Relationship Id="r9" Type="{RELATION}" Target="/xl/sharedStrings.xml"/></Relationships>'
            )
        return text.encode()

    out = io.BytesIO(rewritten(data, change))
    with zipfile.ZipFile(out, "a") as archive:
        table = "".join(f"<si><t>{t}</t></si>" for t in texts)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{table}</sst>')
    return out.getvalue()


GOOD = shared(workbook(["site", "a"], ["x", "text"]))


def laughs(part: str) -> Callable[[str, bytes], bytes]:
    """Give one part of a workbook entities of its own."""
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def change(name: str, data: bytes) -> bytes:
        if name != part:
            return data
        head, end, body = data.rpartition(b"?>") if b"?>" in data else (b"", b"", data)
        return head + end + entities + body

    return change
