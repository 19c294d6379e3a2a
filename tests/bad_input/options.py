"""Options, and scenarios that build on others: what builds on itself, lies outside, or changes what is not there."""

from tests.bad_input.catalogue import Case, added, swap

SMALL = "small-force: {title: Small force, change: {requirements: {land-west: {needs: {manoeuvre_coy: {stabilise: 6}}}}}}"


def option(new: str):
    return swap(f"  {SMALL}", f"  {new}")


CASES = [
    Case(
        "unknown option",
        swap("title: Good", "title: Good"),
        'there is no option "smal-force"; did you mean small-force?',
        "options of this scenario",
        words=("check", "plan", "--option", "smal-force"),
    ),
    Case(
        "unknown option",
        swap("title: Good", "title: Good"),
        'there is no option "smal-force"; did you mean small-force?',
        "options of this scenario",
        words=("solve", "plan", "--option", "smal-force"),
    ),
    Case(
        "option that changes what is not there",
        option("small-force: {change: {requirements: {▸land-wst: {priority: 1}}}}"),
        "is not there to be changed; did you mean land-west?",
        "what the scenario holds",
    ),
    Case(
        "option with a misspelt key",
        option("small-force: {change: {requirements: {land-west: {▸priorty: 1}}}}"),
        "knows no key 'priorty'; did you mean priority?",
        "known here",
    ),
    Case(
        "decimal comma",
        option("small-force: {change: {nations: {FRA: {limits: {deployed_personnel: ▸2,2 k persons}}}}}"),
        "the comma of 2,2 k persons ends the number",
        "write 2.2 k persons",
    ),
    Case(
        "option without changes",
        option("small-force: {change: ▸none}"),
        "options.small-force.change: expected a mapping (key: value), got 'none'",
        "key: value",
    ),
    Case(
        "circular options",
        option("small-force: {extends: ▸france-later, change: {}}\n  france-later: {extends: small-force, change: {}}"),
        "option france-later: options build on each other in a circle: france-later -> small-force -> france-later",
        "take one of these `extends` out",
        errors=2,
    ),
    Case(
        "circular extends",
        added("extends: ▸scenario.yaml\n"),
        "files build on each other in a circle: plan/scenario.yaml -> plan/scenario.yaml",
        "take one of these `extends` out",
    ),
    Case("path outside the root", added("extends: ▸../other.yaml\n"), "../other.yaml lies outside the folder of the scenario", "--root"),
    Case("extends what is not there", added("extends: ▸other.yaml\n"), "other.yaml: there is no such file", "spelling"),
]
