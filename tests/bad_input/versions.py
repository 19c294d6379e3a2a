"""The version of the format: missing, newer than the program, or none at all; told by check and by migrate."""

from tests.bad_input.catalogue import Case, swap

CHECK, MIGRATE = ("check", "plan"), ("migrate", "plan")


def cases(words: tuple[str, ...]) -> list[Case]:
    return [
        Case(
            "format of a newer version",
            swap("format: 1", "format: ▸2"),
            "this file is written in format 2, and this program reads format 1",
            "a newer version of the program",
            words=words,
        ),
        Case(
            "format that is no version",
            swap("format: 1", "format: ▸one"),
            "expected the version of the format, got 'one'",
            "write format: 1",
            words=words,
        ),
        Case(
            "format that is no version",
            swap("format: 1", "format: ▸0"),
            "expected the version of the format, got '0'",
            "write format: 1",
            words=words,
        ),
        Case(
            "format that is no version",
            swap("format: 1", "format: ▸1.5"),
            "expected the version of the format, got '1.5'",
            "write format: 1",
            words=words,
        ),
        Case("format missing", swap("\nformat: 1\n", "\n"), "the scenario", "add format: 1", words=words),
    ]


CASES = [
    *cases(CHECK),
    *cases(MIGRATE),
    Case(
        "format that is not the only slip",
        swap("format: 1\ntitle: Good", "format: ▸2\nname: Good"),
        "this file is written in format 2",
        "newer",
    ),
    Case(
        "nothing to migrate",
        swap("format: 1", "format: 1"),
        "is written in format 1, the only format there is: nothing to migrate",
        "nothing was changed",
        "none",
        0,
        MIGRATE,
    ),
    Case("format in quotes", swap("format: 1", 'format: "1"'), "No error: it can be solved", code=0, severity="none"),
    Case("file that cannot be migrated", swap("format: 1", "format: ▸["), "the [ that opens here is not closed", "close it", words=MIGRATE),
]
