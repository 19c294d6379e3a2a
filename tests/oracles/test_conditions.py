"""Every test that a condition may ask, in mixtures, against enumeration: same values of the goals, and no breach."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.scenario import After, AllOf, AnyOf, Caveat, Condition, Covered, Pledged, Quorum, Reach, Scenario, Selector, Test
from tests.oracles.agreement import agrees, agrees_alone
from tests.oracles.cases import ABROAD, Draw
from tests.oracles.oracle import best

FEW = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
NONE = float("nan")


def seen(d: Draw) -> tuple[int, ...]:
    """The step itself, the one before, the first or the last as a promise."""
    return d.pick((), (), (-1, 0), (0, 0), (1, 1))


def reach(d: Draw) -> Reach:
    measure, most = d.pick(("personnel", (100.0, 350.0, 450.0)), ("units", (1.0, 2.0)), ("capability", (1.0, 4.0)), ("nations", (1.0, 2.0)))
    least = d.pick(*most)
    of_offers = d.flip()
    nations = d.pick(None, frozenset({"AAA", "BBB"}))
    return Reach(measure, "man", Selector(nations=nations), d.flip(), (d.pick(NONE, least), least), () if of_offers else seen(d), of_offers)


def covered(d: Draw) -> Covered:
    share = d.pick(0.5, 1.0)
    return Covered(frozenset({"m"}), (share, d.pick(share, 0.25)), seen(d))


def pledged(d: Draw) -> Pledged:
    return Pledged(d.pick("", "chest"), d.pick(None, frozenset({"AAA"})), (d.pick(5.0, 10.0), d.pick(10.0, 15.0)))


def some_test(d: Draw, depth: int = 1) -> Test:
    kind = d.pick("reach", "reach", "covered", "pledged", "quorum", "after", *(("all", "any") if depth else ()))
    match kind:
        case "reach":
            return reach(d)
        case "covered":
            return covered(d)
        case "pledged":
            return pledged(d)
        case "quorum":
            return Quorum(d.pick(1, 2), d.pick(("given", "one"), ("given", "one", "two"), ("one", "two")))
        case "after":
            return After(d.pick("given", "one", "two"))
        case "all":
            return AllOf((some_test(d, 0), some_test(d, 0)))
    return AnyOf((some_test(d, 0), some_test(d, 0)))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Return a scenario of three nations, three conditions to be earned and one that is granted late or early."""
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    d.offer("AAA", "coy", kind="deployed", tiers=[{"units": 1}, {"units": 1, "requires": d.pick((("one",),), (("one", "two"),))}])
    d.offer("BBB", "bg", kind=d.pick("deployed", "in_cycle"), dwell_months=4, tiers=[{"units": 2, "requires": d.pick((), (("two",),))}])
    d.offer("CCC", "coy", kind="deployed", tiers=[{"units": 1}])
    d.fields["caveats"] = (
        Caveat("c", Selector(nations=frozenset({"CCC"})), unless=d.pick((("one",),), (("three", "given"),), (("two",),))),
    )
    d.rows["funds"] = [{"fund": "chest"}, {"fund": "box"}]
    d.rows["pledges"] = [
        {"fund": "chest", "nation": "AAA", "pledge": 1, "meur": 5.0, "month": 0},
        {"fund": "chest", "nation": "AAA", "pledge": 2, "meur": 5.0, "month": d.pick(0, 2), "requires": d.pick((), (("one",),))},
        {"fund": "box", "nation": "BBB", "pledge": 1, "meur": 5.0, "month": 1, "requires": d.pick((), (("given", "two"), ("three",)))},
    ]
    opens = d.pick(None, None, frozenset({"coy"}), frozenset({"bg"}))
    d.fields["conditions"] = {
        "given": Condition("given", "granted", first_month=d.pick(0, 2)),
        "one": Condition("one", "if-earned", earned=some_test(d), opens=opens, latch=d.flip()),
        "two": Condition("two", "if-earned", earned=some_test(d), first_month=d.pick(0, 0, 2)),
        "three": Condition(
            "three", "if-earned", earned=d.pick(After("one"), Quorum(2, ("one", "two")), AllOf((After("one"), After("two"))))
        ),
    }
    d.line("m", "man", d.pick((2, 6), (3, 3), (0, 4)), ("x",))
    return d.scenario()


@st.composite
def pools(draw: st.DrawFn) -> Scenario:
    """Return a scenario of three nations that share one or two pools, some of whose tiers wait for what nations earn without them."""
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    waits = st.lists(st.sampled_from(("one", "two")), max_size=1).map(lambda names: tuple((name,) for name in names))
    for nation, pool in (("AAA", "p"), ("BBB", d.pick("p", "q")), ("CCC", "p"), ("CCC", "q"))[: d.pick(3, 4)]:
        tiers = [{"units": d.pick(1, 2)}, {"units": 1, "requires": draw(waits)}][: d.pick(1, 2)]
        d.offer(nation, "coy", kind="in_cycle", dwell_months=d.pick(2, 4), pool=pool, tiers=tiers)
    d.rows["tiers"][0]["requires"] = (("one",),)
    d.fields["conditions"] = {
        "one": Condition("one", "if-earned", earned=Reach("nations", "", Selector(), True, (d.pick(1.0, 2.0, 3.0),) * 2)),
        "two": Condition("two", "if-earned", earned=d.pick(After("one"), Reach("units", "", Selector(), True, (1.0, 2.0)))),
    }
    d.line("m", "man", d.pick((0, 3), (0, 4), (2, 0)), ("x",))
    return d.scenario()


@FEW
@given(scenarios())
def test_the_solver_reaches_what_enumeration_finds(scenario):
    agrees(scenario, best(scenario))


@pytest.mark.slow
@MANY
@given(pools())
def test_nations_share_pools_in_many_cases(scenario):
    agrees_alone(scenario, best(scenario))


@pytest.mark.slow
@MANY
@given(scenarios())
def test_many_more(scenario):
    agrees(scenario, best(scenario))


@settings(FEW, max_examples=3)
@given(scenarios(), st.sampled_from(["one", "two"]))
def test_a_condition_that_is_granted_never_worsens_the_first_level(scenario, name):
    """No test here grows harder the more holds, so granting one can only open something."""
    granted = {**scenario.conditions, name: replace(scenario.conditions[name], granted="granted", earned=None, first_month=0, opens=None)}
    before, after = (best(s) for s in (scenario, replace(scenario, conditions=granted)))
    assert after["shortfall.1"] <= before["shortfall.1"] + 1e-9
