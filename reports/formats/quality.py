"""How good a plan is and what to do next, as lines of a given width: its goals and bounds, what it rests on, what verified it."""

from rich.cells import cell_len
from rich.text import Text

from reports.content import Content
from reports.formats.sheet import DIM, LOUD, Field, Lines, heading, row, wrapped


def goals(c: Content, width: int) -> Lines:
    """Return the goals in their order: plan, bound, gap, state, seconds; in words where there is room."""
    wide = width >= 120
    out = [heading("GOALS", width, c.proven)]
    timed = "s" if any(x.seconds for x in c.levels) else ""
    head = [Field("", 27), *(Field(t, w, DIM, right=True) for t, w in (("plan", 12), ("bound", 12), ("gap", 9), ("state", 12), (timed, 6)))]
    out.append(row(*head, *([Field("     in words", width - 78, DIM)] if wide else [])))
    for x in c.levels:
        style = LOUD[2] if x.open else ""
        figures = ((x.value, 12, ""), (x.bound, 12, ""), (x.gap, 9, ""), (x.state, 12, style), (x.seconds, 6, ""))
        fields = [Field(f"{x.number:>2} {x.name}", 27), *(Field(t, w, s, right=True) for t, w, s in figures)]
        out.append(row(*fields, *([Field("     " + x.words, width - 78)] if wide else [])))
    if not c.levels:
        out.append(Text("made by hand: no goal was solved for"))
    if c.price:
        out += wrapped(c.price, width, style=DIM)
    if any("under an unproven level" in x.words for x in c.levels) and not wide:
        out += wrapped(
            "Goals after one that is not proven stand under an unproven level: their bound is given what was reached.", width, style=DIM
        )
    return out


def standing_of(c: Content, width: int) -> Lines:
    """Return what the plan rests on, what verified it, what it took, where it lies, what to do next."""
    said = [
        ("Rests on", f"{c.rests_on}; {c.firmness}"), ("", c.no_request), ("Proof", c.proof), ("Verified", c.verified),
        ("Skipped", c.skipped), ("Took", c.took), ("By", c.solver), ("Saved", c.saved),
    ]  # fmt: skip
    out: Lines = []
    for name, text in said:
        if text:
            out += wrapped(text, width, f"{name:<11}", " " * 11)
    return out


def next_steps(c: Content, width: int) -> Lines:
    """Return the commands that answer the next questions; a command is there to be copied, so it is never cut."""
    longest = max(cell_len(command) for command, _ in c.next_steps)
    aligned = all(13 + longest + cell_len(why) <= width for _, why in c.next_steps)
    out: Lines = []
    for i, (command, why) in enumerate(c.next_steps):
        wide = longest if aligned else cell_len(command)
        fields = [Field("Next" if i == 0 else "", 11, DIM), Field(command, wide)]
        if 13 + wide + cell_len(why) <= width:
            out.append(row(*fields, Field("", 2), Field(why, cell_len(why), DIM)))
        else:
            out += [row(*fields), *wrapped(why, width, " " * 13, style=DIM)]
    return out
