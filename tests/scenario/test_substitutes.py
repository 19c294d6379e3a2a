"""Substitution over chains: the best product of all, how it comes to it, and circles."""

import itertools
from math import nan, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario.resolve.substitutes import Link, _best
from tests.scenario.small import DOCUMENT, refused

CAPABILITIES = {c: {} for c in ("inf", "eng", "heavy", "bridge", "mine")}
TYPES = DOCUMENT["unit_types"] | {"heavy-sqn": {"domain": "land", "personnel": 90, "provides": {"heavy": 2}, "cost_meur": {"month": 1}}}


def rows(read, substitutes):
    frame = read(capabilities=CAPABILITIES, unit_types=TYPES, substitutes=substitutes).frames["substitutes"]
    return {(r.unit_type, r.capability): (r.amount, r.path) for r in frame.itertuples()}


def test_what_is_provided_stands_in_over_a_chain(read):
    """Two of heavy, each worth 0.8 of engineers, each of these worth half a bridge."""
    found = rows(read, {"heavy": {"eng": "80%"}, "eng": {"bridge": "50%"}})
    assert found["heavy-sqn", "eng"] == (pytest.approx(1.6), ("heavy-sqn", "heavy", "eng"))
    assert found["heavy-sqn", "bridge"] == (pytest.approx(0.8), ("heavy-sqn", "heavy", "eng", "bridge"))


def test_the_best_of_all_chains_is_taken(read):
    """Directly a bridge is worth 0.5; over engineers 1.6 · 0.5."""
    found = rows(read, {"heavy-sqn": {"bridge": "50%"}, "heavy": {"eng": "80%"}, "eng": {"bridge": "50%"}})
    assert found["heavy-sqn", "bridge"] == (pytest.approx(0.8), ("heavy-sqn", "heavy", "eng", "bridge"))
    assert rows(read, {"heavy-sqn": {"bridge": "90%"}, "heavy": {"eng": "80%"}, "eng": {"bridge": "50%"}})["heavy-sqn", "bridge"][0] == 0.9


def test_the_limit_is_that_of_the_last_link(read):
    substitutes = {"heavy": {"eng": "80%", "max_share": "10%"}, "eng": {"bridge": "50%", "max_share": "30%"}}
    frame = read(capabilities=CAPABILITIES, unit_types=TYPES, substitutes=substitutes).frames["substitutes"]
    assert frame.set_index("capability").loc[["eng", "bridge"], "max_share"].groupby(level=0).first().to_dict() == {
        "eng": 0.1,
        "bridge": 0.3,
    }


def test_what_a_type_provides_by_itself_stays_as_it_is(read):
    assert not [c for t, c in rows(read, {"heavy": {"eng": "80%"}, "eng": {"heavy": "90%"}}) if (t, c) == ("heavy-sqn", "heavy")]


def test_what_stands_in_for_more_than_one_is_asked_about(read):
    scenario = read(capabilities=CAPABILITIES, unit_types=TYPES, substitutes={"sqn": {"inf": "150%"}})
    assert [p.what for p in scenario.problems if p.severity == "warning"] == [
        "one sqn stands in for 1.5 inf: what stands in for one is seldom worth more than one"
    ]


def test_a_circle_is_harmless_unless_it_makes_more(read):
    assert rows(read, {"heavy": {"eng": "50%"}, "eng": {"mine": "200%"}, "mine": {"heavy": "100%"}})["heavy-sqn", "mine"][0] == 2.0
    (what,) = refused(
        read,
        capabilities=CAPABILITIES,
        unit_types=TYPES,
        substitutes={"heavy": {"eng": "60%"}, "eng": {"mine": "200%"}, "mine": {"heavy": "100%"}},
    )
    assert what.startswith("substitution goes round and makes more than there was: ")
    assert {"heavy", "eng", "mine"} == set(what.partition(": ")[2].split(" → "))


@pytest.mark.parametrize(
    ("substitutes", "what"),
    [
        ({"heavy": {"heavy": "50%"}}, "heavy stands in for itself"),
        ({"hevy": {"eng": "50%"}}, "neither a unit type nor a capability is called 'hevy'; did you mean heavy?"),
        ({"heavy": {"engs": "50%"}}, "there is no capability 'engs'; did you mean eng?"),
        ({"heavy": {}}, "what heavy substitutes for is not said"),
        ({"heavy-sqn": {"heavy": "50%"}}, "heavy-sqn provides heavy by itself"),
    ],
)
def test_what_can_not_be_meant(read, substitutes, what):
    assert refused(read, capabilities=CAPABILITIES, unit_types=TYPES, substitutes=substitutes) == [what]


NODES = ("a", "b", "c", "d")
SHARES = st.sampled_from((0.25, 0.5, 0.8, 1.0))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    links=st.dictionaries(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda p: p[0] != p[1]), SHARES),
    own=st.dictionaries(st.sampled_from(NODES), st.sampled_from((1.0, 3.0)), max_size=2),
    direct=st.dictionaries(st.sampled_from(NODES), st.sampled_from((0.5, 2.0)), max_size=2),
)
def test_the_best_chain_against_all_chains(links, own, direct):
    """Every way without a repeated capability, from what a type provides or directly stands in for."""
    starts = [((c,), amount) for c, amount in (*own.items(), *((c, a) for c, a in direct.items() if c not in own))]
    best: dict[str, float] = {}
    for (first, *_), amount in starts:
        for length in range(len(NODES)):
            for rest in itertools.permutations([n for n in NODES if n != first], length):
                way = list(itertools.pairwise((first, *rest)))
                if all(pair in links for pair in way):
                    end = (first, *rest)[-1]
                    best[end] = max(best.get(end, 0.0), amount * prod(links[pair] for pair in way))
    onward = {key: [Link(to, share, nan) for (at, to), share in links.items() if at == key] for key in NODES}
    found = _best("unit", own, [Link(c, a, nan) for c, a in direct.items() if c not in own], onward)
    assert {c: chain.amount for c, chain in found.items()} == pytest.approx(best)
    for capability, chain in found.items():
        assert chain.path[-1] == capability
        assert chain.path[0] == "unit"
