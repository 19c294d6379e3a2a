"""Files that are no scenario, and YAML that is none: told before anything grows."""

from tests.bad_input.catalogue import Case, Spoiler, added, swap, whole

BOMB = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))])


def sparse(size: int) -> Spoiler:
    """A file of that many bytes that takes no room on disk."""

    def spoil(folder) -> str:
        with (folder / "scenario.yaml").open("wb") as file:
            file.truncate(size)
        return ""

    return spoil


CASES = [
    Case("empty file", whole(b""), "plan/scenario.yaml: the file is empty", "save what you wrote"),
    Case("empty file", whole("▸# nothing yet\n"), "a scenario is a list of `key: value` blocks", "format: 1"),
    Case("binary", whole(bytes(range(256))), "plan/scenario.yaml: this is not a text file", "YAML file"),
    Case("binary", whole(b"format: 1\x00\n"), "line 1 holds a character that does not print (U+0000)", "not a text file"),
    Case("binary", whole("format: 1\n".encode("utf-16")), 'saved as UTF-16 ("Unicode")', "save it as UTF-8"),
    Case(
        "tab indentation",
        swap("\n    entry: {months: 3}", "\n▸\t\tentry: {months: 3}"),
        "a tab stands where YAML takes blanks only",
        "blanks",
    ),
    Case(
        "unclosed bracket",
        swap("FRA: {groups: [EU, EUROPE], gdp_busd: 3162,", "FRA: {groups: ▸[EU, EUROPE, gdp_busd: 3162,"),
        "the [ that opens here is not closed",
        "close it with ]",
    ),
    Case("unclosed bracket", swap("entry: {months: 3}", "entry: ▸{months: 3"), "the { that opens here is not closed", "close it with }"),
    Case(
        "50 000 open brackets",
        whole("[" * 64 + "▸" + "[" * (50_000 - 64)),
        "brackets and indents nest more than 64 deep",
        "close the brackets",
    ),
    Case(
        "1 000 000 open brackets",
        added("notes: " + "[" * 63 + "▸" + "[" * (1_000_000 - 63) + "\n"),
        "brackets and indents nest more than 64 deep",
        "close the brackets",
    ),
    Case("alias bomb", whole(BOMB), "aliases stand for more than 100,000 values", "fewer aliases"),
    Case(
        "explicit tag",
        swap("title: Good", "title: ▸!!python/object:os.system Good"),
        "tags (!) are not part of the format",
        "leave the tag out",
    ),
    Case("merge key", swap("  GBR: {groups", "  GBR: {▸<<: {gdp_busd: 1}, groups"), "merging with << is not part of the format", "extends"),
    Case("200 MB file", sparse(200_000_000), "plan/scenario.yaml: larger than 20 MB", "tables"),
    Case(
        "duplicate key",
        swap("  EST: {groups", "  ▸FRA: {groups"),
        'the key "FRA" stands here a second time; the first is plan/scenario.yaml:16:3',
        "keep one of the two",
    ),
    Case(
        "second document",
        swap("consent: explicit", "▸---\nconsent: explicit"),
        "a second document begins here",
        "one file holds one scenario",
    ),
    Case("no colon", swap("title: Good", "▸title Good"), "this line", "key: value"),
    Case("second colon", swap("title: Good", "title: Good▸: better"), "a second colon in one line", "quote the text"),
    Case("unclosed quote", swap("source: statement", 'source: ▸"statement'), "never closed", "close it"),
    Case(
        "wrong indentation",
        swap("  d_day: 2026-04-01", " ▸d_day: 2026-04-01"),
        "the indentation of this line fits no line above it",
        "same number of blanks",
    ),
]
