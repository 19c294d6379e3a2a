"""Which of two plans is better when goals come in order.

A plan is better if it improves some goal while each goal before it stays within what that goal's best known value allows. Keeping the
best value (and not the last) as the measure stops tolerances from adding up from plan to plan.
"""

from collections.abc import Sequence

import numpy as np

from solvers.parts import allowed, slack
from solvers.program import Aim, Vector


class Ladder:
    """The best plan known so far and the values that later plans are measured by."""

    def __init__(self, aims: Sequence[Aim]) -> None:
        self.aims = tuple(aims)
        self.x: Vector | None = None
        self.floor = [float("inf")] * len(self.aims)

    def climb(self, x: Vector) -> int:
        """Take x if it is better; return the first goal that it improves, or -1 if it was not taken.

        The first plan of all is taken as one that improves the first goal. Feasibility is the caller's business.
        """
        values = [aim.value(x) for aim in self.aims]
        if not np.isfinite(values).all():
            return -1
        if self.x is None:
            self.x, self.floor = x, values
            return 0
        for k, (aim, value) in enumerate(zip(self.aims, values, strict=True)):
            if value < self.floor[k] - slack(self.floor[k]):
                self.x = x
                self.floor[k:] = values[k:]
                return k
            if value > allowed(aim, self.floor[k]):
                return -1
        return -1
