"""Which scenarios are one, which are versions of one, and which are not to be ranked."""

from dataclasses import replace

import pytest

from planner.study.comparable import UnlikeError, another_version, refuse_unlike, same_plan
from tests.study.test_compare import ESTONIAN, FRENCH, plan
from tests.tiny import ROWS, tiny

LINES = [ROWS["requirements"][0] | {"requirement": name} for name in "abcd"]


def scenario(lines: str, title: str = "One", files: tuple[bytes, ...] = (b"main",), root: str = "here", option: str = "base"):
    read = {f"{root}/{i}": data for i, data in enumerate(files)}
    asked = tiny({"requirements": [line for line in LINES if line["requirement"] in lines], "needs": [], "reach": []})
    return replace(asked, title=title, files=read, root=root, option=option, digest=f"{lines}{option}{files}")


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (scenario("ab", "Other", (b"other",)), '"One" and "Other", 2 of 4 lines'),
        (scenario("", "One", (b"other",)), 'both called "One", none of 4 lines'),
    ],
)
def test_other_scenarios_are_refused(own, why):
    with pytest.raises(UnlikeError, match=f"these runs are of different scenarios: {why}"):
        refuse_unlike(scenario("abcd"), [scenario("abcd"), own])


@pytest.mark.parametrize(
    ("own", "version"),
    [
        (scenario("a", "Other", root="there", option="small"), False),  # an option of the same file, whatever it leaves
        (scenario("d", "One", (b"later",)), True),
        (scenario("abc", "Other", (b"later",)), True),
        (scenario("abcd", files=(b"main", b"table"), root="there", option="x"), False),  # reads a file more
    ],
)
def test_options_and_versions_are_compared(own, version):
    base = scenario("abcd")
    refuse_unlike(base, [own])
    assert another_version(base, own) is version


def test_a_table_that_changed_makes_another_version():
    tables = [scenario("abcd", files=(b"main", data), option=option) for data, option in ((b"1", "base"), (b"2", "x"))]
    assert another_version(*tables)


def test_the_same_plan_decides_the_same():
    own = tiny()
    assert same_plan((own, plan(own, FRENCH)), (replace(own, option="x"), plan(own, FRENCH[::-1])))
    assert not same_plan((own, plan(own, FRENCH)), (own, plan(own, FRENCH + ESTONIAN)))
    assert not same_plan((own, plan(own, FRENCH)), (replace(own, steps=own.steps[:-1]), plan(own, FRENCH)))
