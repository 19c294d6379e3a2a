"""All blocks at once, in tiny scenarios: model, search and rules say the same, and no posture that the rules let stand is better.

The oracles of single rules look at every posture and draw one flavour each. Here many blocks meet, and postures around the optimum, or
from nothing, are completed as a planner's own would be and judged by the rules alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from planner.completion import complete
from planner.conductor import solve
from planner.decisions import Decisions, frame
from planner.model.build import build
from planner.placements import placements
from planner.plan import Plan
from planner.scenario import Scenario, ScenarioError
from planner.scenario.load import load
from planner.scenario.switched import BLOCKS, off
from planner.study.conditions import against, coalition
from planner.verify import BY_HAND, account, verify
from solvers import Limits
from tests.families.solve import lexicographic, optimum
from tests.oracles.agreement import NEAR, agrees, by_the_rules
from tests.oracles.mixed import write

GIVES = {  # besides what they restrict, these give something: without them the first goal may be worse
    "asks": "soft caveats are lifted no more",
    "derived": "who stands for a need that posture makes counts in tests of conditions",
    "movement": "as with derived, for needs made by lift",
    "sustainment": "as with derived, for needs made by flow",
}
NEW = ("offer", "requirement", "site", "step", "units")
Level = tuple[str, float, float]  # goal, the least that it can be given those before it, what it may be for those that follow


def read(seed: int, folder) -> Scenario:
    """Return the scenario of a seed, or skip the test where it is refused."""
    try:
        return load(write(seed, folder))
    except ScenarioError:
        pytest.skip("refused on reading")


def mutants(scenario: Scenario, place: pd.DataFrame, random: Random, count: int) -> Iterator[pd.DataFrame]:
    """Yield other postures: from the one that is best, or from nothing, a few placements with one unit more or fewer, some in all steps."""
    found = placements(scenario)
    rows = list(found.chosen[list(NEW[:3])].itertuples(index=False, name=None))
    most = {(*row, p): int(min(found.ub[a, p], 6)) for a, row in enumerate(rows) for p in range(len(scenario.steps)) if found.ub[a, p] >= 1}
    for _ in range(count if most else 0):
        posture = {key[:4]: int(key[4]) for key in place[list(NEW)].itertuples(index=False, name=None)} if random.random() < 0.8 else {}
        for _ in range(random.randint(1, 4)):
            key = random.choice(sorted(most))
            units = posture.get(key, 0) + random.choice((1, 1, -1, 2, -2))
            for same in [k for k in most if k[:3] == key[:3]] if random.random() < 0.5 else [key]:
                posture[same] = max(0, min(most[same], units))
        yield frame("place", [(*key, units) for key, units in sorted(posture.items()) if units])


def lifts(scenario: Scenario) -> list[tuple[str, ...]]:
    """Return what may be asked: nothing, one soft caveat, or all of them."""
    soft = tuple(placements(scenario).soft)
    return list(dict.fromkeys([(), *((name,) for name in soft), soft]))


def grown(scenario: Scenario, place: pd.DataFrame) -> pd.DataFrame:
    """Return the steps by which the camp grows, from the first step on in which what stands there has not the beds that it takes."""
    frames = scenario.frames
    free = frames["capacity"].groupby("site")["free"].sum().to_dict()
    beds = frames["occupies"].set_index("unit_type")["amount"]
    stands = place[~place["requirement"].map(frames["requirements"]["standby"]).astype(bool)]
    taken = (stands["units"] * stands["offer"].map(frames["offers"]["unit_type"]).map(beds)).groupby([stands["site"], stands["step"]]).sum()
    rows = []
    for site, stage in frames["stages"][["site", "stage"]].itertuples(index=False, name=None):
        first = min((p for (at, p), amount in taken.items() if at == site and amount > free[site]), default=len(scenario.steps))
        rows += [(site, stage, p, 1) for p in range(first, len(scenario.steps))]
    return frame("grow", rows)


def better(scenario: Scenario, levels: Sequence[Level], metrics: dict[str, float]) -> str:
    """Return the first goal in which what the rules make of a posture is below what was proven, given the goals before it."""
    for goal, least, allowed in levels:
        if metrics[goal] < least - 1e-4 * max(1.0, abs(least)):
            return goal
        if metrics[goal] > allowed:
            return ""
    return ""


def assert_none_is_better(scenario: Scenario, levels: Sequence[Level] | None, place: pd.DataFrame, seed: int, count: int) -> None:
    """Hold other postures to the optimum; where there is none (no levels), to there being none."""
    random = Random(seed)
    for posture in mutants(scenario, place, random, count):
        growth = grown(scenario, posture)
        for asked in lifts(scenario) if count > 1 else [random.choice(lifts(scenario))]:
            left = replace(scenario, caveats=tuple(caveat for caveat in scenario.caveats if caveat.name not in asked))
            made = complete(left, posture) | {"grow": growth, "lift": frame("lift", [(name, 1) for name in asked])}
            judged = account(scenario, made)
            if judged.breaches.empty:
                told = posture.to_dict("records"), asked
                assert levels is not None, f"the rules let this stand, the model nothing: {told}"
                assert not better(scenario, levels, judged.metrics), f"{better(scenario, levels, judged.metrics)} is better: {told}"


@pytest.mark.parametrize("seed", [2, 8, 20, 28, 44, 45, 57])
def test_model_and_rules_agree_and_a_neighbour_is_not_better(seed, tmp_path):
    scenario = read(seed, tmp_path)
    values, decisions = by_the_rules(scenario)
    assert_none_is_better(scenario, [(goal, v, v + NEAR * max(1.0, abs(v))) for goal, v in values.items()], decisions["place"], seed, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200))
def test_the_whole_way_in_many_cases(seed, tmp_path):
    """Tolerances too: each goal is as good as it can be, given what those before it reached and leave."""
    scenario = read(seed, tmp_path)
    if lexicographic(build(scenario, placements(scenario))) is None:
        agrees(scenario, None)
        assert_none_is_better(scenario, None, frame("place", []), seed, 6)
        return
    plan = solve(scenario, Limits(seconds=60))
    assert [level.state for level in plan.levels] == ["proven"] * len(plan.levels)
    assert verify(scenario, plan).empty
    assert not against(scenario, plan, coalition(scenario, placements(scenario)))["fault"].any()
    levels = [
        (g.name, level.reached, level.reached + g.absolute + g.relative * abs(level.reached) + NEAR * max(1.0, abs(level.reached)))
        for g, level in zip(scenario.goals, plan.levels, strict=True)
    ]
    assert_none_is_better(scenario, levels, plan.decisions["place"], seed, 6)


@pytest.mark.slow
@pytest.mark.parametrize("rule", sorted(BLOCKS))
def test_switched_off_a_rule_that_only_restricts_worsens_nothing(rule, tmp_path):
    """Without any rule the homes agree; and without one that only restricts the first goal is no worse, and a plan is still a plan."""
    for seed in range(12):
        try:
            scenario = load(write(seed, tmp_path))
        except ScenarioError:
            continue
        without = off(scenario, [rule])
        before, after = (lexicographic(build(s, placements(s))) for s in (scenario, without))
        if after is not None:
            by_the_rules(without)
        if before is not None and rule not in GIVES:
            first = [build(s, placements(s)).aims[0].value(x) for s, x in ((scenario, before), (without, after))]
            assert first[1] <= first[0] + NEAR, seed


def planted(decisions: Decisions) -> Iterator[tuple[str, str, Decisions]]:
    """Yield what a slip of the hand makes of each kind of decision: which kind, which slip, and all decisions with it."""
    for kind, table in decisions.items():
        if table.empty:
            continue
        amount, row = table.columns[-1], table.iloc[[len(table) // 2]]
        slips = {
            "dropped": table.drop(index=row.index),
            "one more": table.assign(**{amount: table[amount].where(table.index != row.index[0], table[amount] + 1)}),
            "twice": pd.concat([table, row], ignore_index=True),
            "of nothing": pd.concat([table, row.assign(**{amount: 0 * row[amount]})], ignore_index=True),
        }
        if "step" in table:
            slips["in a step that is not"] = pd.concat([table, row.assign(step=99)], ignore_index=True)
        yield from ((kind, slip, {**decisions, kind: made.reset_index(drop=True)}) for slip, made in slips.items())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 2, 8, 20, 28, 44, 45, 51, 56, 57])
def test_verify_finds_what_was_planted(seed, tmp_path):
    scenario = read(seed, tmp_path)
    decisions = optimum(scenario)[1]
    made = account(scenario, decisions)
    for kind, slip, wrong in planted(decisions):
        plan = Plan(scenario.digest, scenario.option, wrong, made.frames, made.metrics, (), BY_HAND, BY_HAND)
        assert not verify(scenario, plan).empty, f"{kind} {slip}"
