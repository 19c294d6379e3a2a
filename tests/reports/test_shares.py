"""Who bears how much, who waits at home and who is taken from elsewhere, as reports say it."""

from planner.frames import make
from reports.content import content
from reports.formats import brief_html, brief_text
from tests.reports.handmade import gathered, plan

MONTHS = {"FRA": 6000.0, "GBR": 3000.0, "ROU": 1000.0, "TUR": 0.0}
GDP = {"FRA": 1.5, "GBR": 1.2, "ROU": 2.5, "TUR": 0.0}


def told(**frames):
    total = sum(MONTHS.values())
    rows = [
        {"load": "person_months", "key": key, "nation": n, "amount": m, "ratio": GDP[n] if key == "gdp" else 4 * m / total}
        for n, m in MONTHS.items()
        for key in ("gdp", "equal")
    ]
    made = plan(frames={"burden": make("burden", rows), **frames})
    made.metrics.update({"gini": 0.37, "jain": 0.72})
    return content(gathered(plan=made), "staff")


def test_those_who_bear_most_come_first_against_two_shares():
    shares = told().shares
    assert [(x.code, x.months, x.by_gdp, round(x.equally, 1)) for x in shares.bearers] == [
        ("FRA", 6000, 1.5, 2.4), ("GBR", 3000, 1.2, 1.2), ("ROU", 1000, 2.5, 0.4),
    ]  # fmt: skip
    assert shares.count == 3
    assert "Gini 0.37, Jain 0.72" in shares.note


def test_who_waits_at_home_is_said_with_notice_and_lines():
    held = [{"offer": "ROU-mcm", "requirement": "sea-mcm", "step": 2, "nation": "ROU", "units": 2, "persons": 80, "backs": ("land-west",),
             "notice_days": 30}]  # fmt: skip
    said = told(standby=make("standby", held))
    assert said.notice == ("sea-mcm, stabilise: 80 persons (ROU 2) at up to 30 days' notice, behind land-west",)
    for text in (brief_text.render(said).decode(), brief_html.render(said).decode()):
        assert "<script" not in text
    assert "AT NOTICE, AT HOME" in brief_text.render(said).decode()


def test_who_is_taken_from_elsewhere_is_said_under_who_carries_what():
    taken = [{"commitment": "forward presence", "nation": "FRA", "step": p, "persons": 1200} for p in range(4)]
    assert (
        "Taken from other commitments: 1\u202f200 of FRA from forward presence."
        in told(double_hatted=make("double_hatted", taken)).burden.note
    )
