"""A hand-made plan on paper: France has two battlegroups, so a third breaks the rule of rotation in each step."""

import pytest

from planner.scenario import Step
from planner.study.evaluate import evaluate
from tests.tiny import STEPS, tiny

CUT = (*STEPS[:2], Step("stabilise-1", "stabilise", 5, 4), Step("stabilise-2", "stabilise", 9, 5))
TABLE = "offer,requirement,site,phase,units\nEST-coy,land,camp,entry,1\nFRA-bg,land,camp,entry,0\n\nFRA-bg,land,camp,stabilise,3\n"
QUOTED = "\n".join(";".join(f'"{cell}"' for cell in row.split(",")) if row else "" for row in TABLE.split("\n"))  # as a spreadsheet does


@pytest.mark.parametrize("text", [TABLE, QUOTED, "\ufeff" + QUOTED.replace("\n", "\r\n")])
def test_a_breach_bears_the_line_of_its_row(tmp_path, text):
    """The line is found by offer and step, whichever step of its phase; by nation and step too."""
    path = tmp_path / "plan.csv"
    path.write_bytes(text.encode())
    breaches = evaluate(tiny(steps=CUT), path).breaches
    lines = breaches[breaches["rule"].isin({"rotation", "national"})].set_index("key")["lines"].to_dict()
    assert lines == {
        "FRA / deployed / stabilise-1": (5,),
        "FRA / deployed / stabilise-2": (5,),
        "FRA-bg / stabilise-1": (5,),
        "FRA-bg / stabilise-2": (5,),
    }


def test_a_table_of_nobody_breaks_nothing(tmp_path):
    (tmp_path / "plan.csv").write_text("offer,requirement,site,phase,units\n")
    assert evaluate(tiny(), tmp_path / "plan.csv").admissible
