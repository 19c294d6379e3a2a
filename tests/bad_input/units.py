"""Quantities written as text: with a unit that is none, of another dimension, or ambiguous."""

from tests.bad_input.catalogue import Case, swap

UNIT = "battlegroup: {domain: land, personnel: 1000,"
COST = "occupies: {beds: 1000}, cost_meur: {month: 7, move: 9}"
CASES = [
    Case("wrong unit", swap(UNIT, f"{UNIT} lift_t: ▸6 furlong,"), "expected tonnes, got '6 furlong': there is no unit 'furlong'", "1.2 kt"),
    Case("wrong unit", swap(UNIT, f"{UNIT} lift_t: ▸6kts,"), "there is no unit 'kts'; did you mean kt?", "1.2 kt"),
    Case("wrong dimension", swap(UNIT, f"{UNIT} lift_t: ▸6 months,"), "expected tonnes, got '6 months'", "1.2 kt"),
    Case(
        "wrong dimension",
        swap("unless: us-backstop}", "unless: us-backstop, price: ▸3 t}"),
        "est-backstop.price: expected a number, got '3 t'",
        "digits",
    ),
    Case("unit without a number", swap(UNIT, f"{UNIT} lift_t: ▸kt,"), "expected a number, got 'kt'", "digits first"),
    Case(
        "unknown currency",
        swap(COST, "occupies: {beds: 1000}, cost_meur: {month: ▸7 MXX, move: 9}"),
        "expected money in EUR a month, got '7 MXX': there is no unit 'MXX'",
        "3 M EUR/month",
    ),
    Case(
        "percentage in place of an amount",
        swap(UNIT, f"{UNIT} lift_t: ▸6%,"),
        "expected a number, got '6%'",
        "a percentage has no place here",
    ),
    Case("unit that is taken", swap(UNIT, f"{UNIT} lift_t: 1.2 kt,"), "No error: it can be solved", severity="none", code=0),
]
