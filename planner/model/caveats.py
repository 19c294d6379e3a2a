"""Of whom a caveat speaks, row by row of the posture, and who counts by himself where a soft one may be lifted."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from planner.model.algebra import Model, column, constrain, one
from planner.placements import Placements
from planner.scenario import Caveat, Scenario

FREED = ("offer", "requirement", "site", "step", "caveat")


def concerned(m: Model, caveat: Caveat) -> npt.NDArray[np.bool_]:
    """Return the rows of the posture of which a caveat speaks: what it selects, in the steps that its dates touch."""
    when = m.outlook.touched(caveat.first_month, caveat.until_month)[m.posture["step"].to_numpy(dtype=int)]
    rows: npt.NDArray[np.bool_] = caveat.select.match(m.posture).to_numpy(dtype=bool) & when
    return rows


def counting(
    m: Model, scenario: Scenario, placements: Placements, chosen: npt.NDArray[np.bool_], hanging: Collection[str]
) -> npt.NDArray[np.object_]:
    """Return the columns by which rows of the posture count where what hangs on some conditions does not.

    These are their units; but of a chosen row that a soft caveat bars by an exception which hangs on the conditions, what stands while the
    caveat is lifted: a column no larger than the units, and 0 without the lift. Where several bar it so, each must be lifted: a chain of
    columns, the next no larger than the one before.
    """
    found: npt.NDArray[np.object_] = m.units.copy()
    types = m.posture["unit_type"].to_numpy()
    caveats = {caveat.name: caveat for caveat in scenario.caveats}
    at_risk = placements.lifts[m.posture["a"].to_numpy(), m.posture["step"].to_numpy()]
    chains: dict[int, tuple[str, ...]] = {}
    for number, name in enumerate(placements.soft):
        for i in np.flatnonzero(chosen & at_risk[:, number]).tolist():
            clauses = m.outlook.open_to(caveats[name].unless, types[i])
            if any(all(condition in hanging for condition in clause) for clause in clauses):
                chains[i] = (*chains.get(i, ()), name)
                found[i] = _freed(m, i, chains[i], found[i])
    return found


def _freed(m: Model, i: int, chain: tuple[str, ...], stands: object) -> object:
    """Return the column of what stands of a row while a chain of caveats is lifted; `stands` does while all but the last are."""
    key = (*m.posture.loc[i, list(FREED[:-1])], "+".join(chain))
    if m.component("freed") is not None and key in m.freed:
        return m.freed[key]
    freed = column(m, "freed", FREED, key, float(m.ub[i]), whole=False)
    constrain(m, "conditions_freed", key, one(freed) - one(stands), upper=0.0)
    constrain(m, "conditions_lifted", key, one(freed) - one(m.lift[chain[-1]], float(m.ub[i])), upper=0.0)
    return freed
