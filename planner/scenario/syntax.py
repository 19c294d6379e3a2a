"""What the YAML parser found wrong, in the words of a planner: the place to look at, what is wrong there and what to do.

The C parser and the Python parser word the same mistake differently; a row of `MISTAKES` knows both spellings. Where the parser only
notices a mistake further on (a bracket or a quote never closed, a colon without its blank), the place is moved to where it was made.
"""

import re
from collections.abc import Sequence

import yaml

Finding = tuple[int, int, str, str]  # line and column from 0, what is wrong, what to do

_QUOTE_IT = "put the whole text in quotes"
_NEXT_LINE = "begin the text on the next line, indented, or leave the sign out"

# fmt: off
MISTAKES: tuple[tuple[str, str, str], ...] = (  # in the parser's message, what is wrong, what to do
    ("tab character", "a tab stands where YAML takes blanks only", "indent with blanks; set the editor to turn tabs into blanks"),
    ("cannot start any token", "a text cannot begin with this character unless it is quoted", _QUOTE_IT),
    ("unexpected end of stream", "the quote that opens here is never closed", "close it; inside '...' write an apostrophe twice"),
    ("unexpected document separator", "the quote that opens here is not closed before the line ---", "close the quote"),
    ("could not find expected ':'", "this line has no colon", "write it as `key: value`, with a blank after the colon"),
    ("unknown escape character", 'a backslash in "..." begins an escape, and this is none', "use '...' for text with backslashes"),
    ("escape code", "this escape names no character", "use '...' for text with backslashes"),
    ("expected escape sequence", "this escape is not complete", "use '...' for text with backslashes"),
    ("expected alphabetic or numeric character", "* or & begins the name of an anchor, and no name follows", _QUOTE_IT),
    ("expected a comment or a line break", "text follows | or > on the same line", _NEXT_LINE),
    ("expected comment or line break", "text follows | or > on the same line", _NEXT_LINE),
    ("incompatible YAML document", "the %YAML line asks for a version that is not 1.x", "leave the %YAML line out"),
    ("<document start>", "text follows the end of the document (...)", "leave out the line of dots"),
    ("tag handle", "tags (!) are not part of the format", "leave the tag out, or quote a text that begins with !"),
    ("node content", "a value is missing before this character", "write the value, or leave out the extra comma or bracket"),
    ("control characters", "a character that does not print", "delete it"),
)
# fmt: on
NOTICED_LATER = ("unexpected end of stream", "unexpected document separator", "could not find expected ':'")
LONGEST_KEY = 1024  # characters, a limit of YAML itself
INDENT_HINT = "indent all keys of one block by the same number of blanks"


def explain(error: yaml.YAMLError, lines: Sequence[str], bracket: tuple[int, int] | None = None) -> Finding:
    """Return where a syntax error was made, what is wrong and what to do; `bracket` is the innermost one open where reading stopped."""
    message, context = str(getattr(error, "problem", None) or error), str(getattr(error, "context", ""))
    found, opened = _place(getattr(error, "problem_mark", None)), _place(getattr(error, "context_mark", None))
    line, column = found or opened or (0, 0)
    if "mapping values are not allowed" in message:
        return _second_colon(line, column, lines)
    if opened and ("',' or ']'" in message or "',' or '}'" in message):
        return _open_bracket(opened, (line, column), lines)
    if bracket and "node content" in message and _ended(lines, line, column):
        return _open_bracket(bracket, (line, column), lines)
    if "block mapping" in context:
        return _block(line, column, lines)
    if "block collection" in context:
        return line, column, "this line stands among the items of a list and is none", "begin it with `- `, or indent it as its neighbours"
    if _character(lines, line, column) == "\t":
        return (line, column, *MISTAKES[0][1:])
    for fragment, what, hint in MISTAKES:
        if fragment in message:
            return *(opened if opened and fragment in NOTICED_LATER else (line, column)), what, hint
    return line, column, f"this is not valid YAML: {message}", "compare with the lines around it, or quote the text"


def _place(mark: yaml.Mark | None) -> tuple[int, int] | None:
    return None if mark is None else (mark.line, mark.column)


def _character(lines: Sequence[str], line: int, column: int) -> str:
    return lines[line][column : column + 1] if line < len(lines) else ""


def _ended(lines: Sequence[str], line: int, column: int) -> bool:
    """Say whether nothing but comments follows a place."""
    rest = [lines[line][column:], *lines[line + 1 :]] if line < len(lines) else []
    return all(not text.strip() or text.lstrip().startswith("#") for text in rest)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _second_colon(line: int, column: int, lines: Sequence[str]) -> Finding:
    """Explain a colon where no key can stand: a second one in a line, a line too deep, or a line above that is no `key: value`."""
    text = lines[line] if line < len(lines) else ""
    if column > LONGEST_KEY:
        return line, 0, f"a key of more than {LONGEST_KEY} characters", "is a colon or a line end missing before?"
    if re.search(r":\s", text[:column]):
        return line, column, "a second colon in one line", "quote the text after the first colon, or put the inner key on a line of its own"
    above = next((n for n in range(line - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")), None)
    if above is not None and not re.search(r":(\s|$)", lines[above]):
        return above, _indent(lines[above]), "this line is not `key: value`", "write a colon and a blank after the key, as in `months: 2`"
    return line, _indent(text), "this key is indented deeper than the line above, which has a value already", INDENT_HINT


def _open_bracket(opened: tuple[int, int], found: tuple[int, int], lines: Sequence[str]) -> Finding:
    """Explain a list or mapping in brackets: in one line a comma is missing; over several the closing bracket is."""
    bracket = _character(lines, *opened)
    closing = "]" if bracket == "[" else "}"
    if _ended(lines, *found):
        return *opened, f"the {bracket} that opens here is never closed", f"close it with {closing}"
    here = _character(lines, *found)
    if here and here in "]}":
        return *opened, f"the {bracket} that opens here is not closed before the {here} of line {found[0] + 1}", f"close it with {closing}"
    if found[0] == opened[0]:
        hint = "separate items by commas; quote a text with commas, brackets or `: `"
        return *found, f"a comma or the closing {closing} is missing before this", hint
    what = f"the {bracket} that opens here is not closed where line {found[0] + 1} begins another value"
    return *opened, what, f"close it with {closing}, or add a comma"


def _block(line: int, column: int, lines: Sequence[str]) -> Finding:
    """Explain what is no key of its block: text after a quote, a dash, a bracket, or an indentation that fits nothing."""
    text = lines[line] if line < len(lines) else ""
    if text[:column].rstrip().endswith(("'", '"')):
        return (
            line,
            column,
            "text follows a closing quote",
            "put the whole text in one pair of quotes; inside '...' write an apostrophe twice",
        )
    if text[column : column + 2].rstrip() == ":":
        return line, column, "a key is missing before the colon", "write it as `key: value`"
    if text[column : column + 2].rstrip() == "-":
        return line, column, "an item of a list stands where a key is expected", "indent it under its key, or write the key first"
    if text[:column].strip():
        return line, column, "this does not belong to the value before it", "quote the whole text, or close and open brackets in pairs"
    if text[column : column + 1] in ("]", "}", ","):
        return line, column, "a bracket or comma too many", "take it out, or open the bracket before it"
    return line, column, "the indentation of this line fits no line above it", INDENT_HINT
