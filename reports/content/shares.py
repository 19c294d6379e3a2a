"""How evenly the force is borne over the horizon: who bears most, and against what share."""

from planner.frames import items, records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import fixed, listed, percent
from reports.content.parts import Bearer, Shares

MOST = 5  # nations that are shown


def shares(dossier: Dossier, names: Names) -> Shares:
    """Return the nations with most person-months outside own soil, and how unequal all that bear any are."""
    table = dossier.plan.frames["burden"]
    months = table[table["load"] == "person_months"].set_index("nation")
    equal, gdp = (months[months["key"] == key] for key in ("equal", "gdp"))
    borne = equal[equal["amount"] > 0].sort_values("amount", ascending=False, kind="stable")
    total, by_gdp = float(borne["amount"].sum()), dict(items(gdp["ratio"]))
    shown = [
        Bearer(str(x.Index), names.nation(str(x.Index)), x.amount, x.amount / total, by_gdp[x.Index], x.ratio)
        for x in records(borne.head(MOST), index=True)
    ]
    return Shares(tuple(shown), len(borne), _note(dossier, names, len(borne), sum(x.part for x in shown)) if shown else "")


def _note(dossier: Dossier, names: Names, count: int, part: float) -> str:
    metrics, nations = dossier.plan.metrics, dossier.scenario.frames["nations"]
    first = f"The first {MOST} of {count} bear {percent(part)}" if count > MOST else f"{count} of {len(nations)} nations bear all"
    said = f"{first}; Gini {fixed(metrics['gini'], 2)}, Jain {fixed(metrics['jain'], 2)}."
    known = set(nations.index[nations["gdp_busd"] > 0])
    unknown = [names.nation(n) for n in sorted(set(dossier.scenario.frames["offers"]["nation"]) - known)]
    return said if not unknown else f"{said} GDP is not said of {listed(unknown, 3)}: shares by it are among the others."
