"""Which conditions hang on another: what cannot be true without it. Written apart from the rules, for it is held against what they say."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from planner.scenario import After, AllOf, AnyOf, Quorum, Scenario, Test


def hanging(scenario: Scenario, name: str) -> frozenset[str]:
    """Return a condition and those to be earned whose test cannot be true without it."""
    earned = tuple((k, c.earned) for k, c in scenario.conditions.items() if c.granted == "if-earned")
    return _hanging(earned, name)


@lru_cache(maxsize=4096)
def _hanging(earned: tuple[tuple[str, Test | None], ...], name: str) -> frozenset[str]:
    gone = {name}
    while more := {k for k, test in earned if k not in gone and _cannot(test, gone)}:
        gone |= more
    return frozenset(gone)


def _cannot(test: Test | None, gone: set[str]) -> bool:
    """Say whether a test cannot be true while none of `gone` holds."""
    match test:
        case After(condition=name):
            return name in gone
        case Quorum(at_least=least, conditions=names):
            return sum(n not in gone for n in names) < least
        case AllOf(parts=parts):
            return any(_cannot(part, gone) for part in parts)
        case AnyOf(parts=parts):
            return bool(parts) and all(_cannot(part, gone) for part in parts)
        case _:
            return False


def only_with(clauses: Iterable[Iterable[str]], conditions: frozenset[str]) -> bool:
    """Say whether one of the clauses names nothing but `conditions`."""
    return bool(conditions) and any(set(clause) <= conditions for clause in clauses)


def parts(test: Test | None) -> Iterator[Test]:
    """Yield the tests that a test is made of, itself where it is one."""
    match test:
        case AllOf(parts=inner) | AnyOf(parts=inner):
            for part in inner:
                yield from parts(part)
        case None:
            return
        case _:
            yield test
