"""Options that are held to another agreed plan, or weigh what departs from it otherwise, are told as such."""

from dataclasses import replace

import pytest

from planner.frames import make
from planner.scenario import Persistence
from planner.study.compare import compare
from planner.study.held_to import OTHERWISE, held_to
from reports.content import content
from tests.reports.handmade import gathered, plan, scenario

TERMS = Persistence({"offered": 1.0, "announced": 5.0})
AGREED = {"offer": "FRA-bg", "requirement": "land-west", "step": 1, "units": 2}


def held(terms: Persistence | None = TERMS, units: int = 2):
    of = scenario(persistence=terms)
    return replace(of, frames={**of.frames, "baseline": make("baseline", [AGREED | {"units": units}] if terms else [])})


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (held(), ""),
        (held(units=3), f"is held to another agreed plan, {OTHERWISE}"),
        (
            held(replace(TERMS, weights={"offered": 1.0, "announced": 8.0})),
            f"weighs changes otherwise (announced 8 against 5), {OTHERWISE}",
        ),
        (held(replace(TERMS, per_site=True)), f"counts changes by line and site, {OTHERWISE}"),
        (held(replace(TERMS, most_changed_nations=1.0)), "may change 1 nation at most against any number of nations"),
        (held(None), "is held to no agreed plan"),
    ],
)
def test_how_an_option_is_held_to_what_was_agreed(own, said):
    assert held_to(held(), own) == said


def test_two_that_are_held_to_nothing_are_alike():
    assert held_to(held(None), held(None)) == ""
    assert held_to(held(None), held()) == "is held to an agreed plan, the base to none"


def test_a_comparison_and_its_report_say_it():
    other = replace(held(units=3), option="no-backstop", digest="f" * 16)
    worse = replace(plan(), option="no-backstop")
    assert compare([(held(), plan()), (other, worse)]).agreed == {"no-backstop": f"is held to another agreed plan, {OTHERWISE}"}
    assert "B is held to another agreed plan" in content(gathered(scenario=held(), others=((other, worse),))).options.note
