"""Who is held at notice at home, and behind which lines."""

from planner.frames import groups
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, listed, whole


def notice(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return a sentence a stand-by line and step in which anything is held: persons, of whom, at what notice, what it backs."""
    said: list[str] = []
    for (line, step), rows in groups(dossier.plan.frames["standby"].groupby(["requirement", "step"])):
        of = rows.groupby("nation")["units"].sum().sort_values(ascending=False, kind="stable")
        who = listed([f"{names.nation(str(n))} {amount(units)}" for n, units in of.items()], 4)
        backs = [names.line(b) for b in rows["backs"].iloc[0]]
        behind = f", behind {listed(backs, 3)}" if backs else ""
        days = whole(float(rows["notice_days"].max()))
        phase = dossier.scenario.steps[int(step)].name
        held = f"{whole(rows['persons'].sum())} persons ({who}) at up to {days} days' notice"
        said.append(f"{names.line(str(line))}, {phase}: {held}{behind}")
    return tuple(said)
