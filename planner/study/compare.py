"""Options side by side: raw criteria on their own terms and on the common yardstick, what was changed, who asks for less, what moves.

What every comparison shows is here; what the scenario's own criteria add is measured in `criteria`, scored and weighed in `weighing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from planner.account import Account
from planner.plan import Plan
from planner.scenario import Scenario
from planner.scenario.metrics import HIGHER, METRICS, NEITHER
from planner.study.comparable import another_version, refuse_unlike, same_plan
from planner.study.criteria import of_option, value
from planner.study.differences import ASKS, INPUT, MOVES, asks, changed, moves
from planner.study.held_to import held_to
from planner.study.weighing import Weighing, weigh
from planner.study.yardstick import yardstick as measured_by
from planner.verify import account

CRITERIA = ("criterion", "unit", "direction", "option", "own", "yardstick", "note")
OF_INTEREST = 0.1  # share of the largest presence abroad from which a country is of interest
COUNTRIES = 4  # at most so many
ABROAD = "foreign persons in "  # before a country: those on their own soil are not counted

ALWAYS = (  # metrics that every comparison tells, in this order
    "below_minimum", "ioc", "foc", "resilience_gap", "uncovered", "support_gap", "unsupported", "conditional_reliance", "basis.quoted",
    "basis.derived", "basis.assumed", "firm", "asks", "cost",
)  # fmt: skip

Value = tuple[str, str, str, float, str]  # criterion, unit, direction, value, note
Measured = tuple[Scenario, Account]  # on the yardstick


@dataclass(frozen=True)
class Comparison:
    """Plans of several options, beside each other.

    `options` (option, title, digest, status): one row a plan, in the order given. `criteria` (criterion, unit, direction, option, own,
    yardstick, note): `own` by the option's own needs and thresholds, `yardstick` by those of the option that serves as one; months count
    from the start, a date that is not reached is the end of the horizon; NaN where a criterion does not apply. `input` (option, what, id,
    field, was, now): what the option changes. `asks` (option, what, id, asked, base): where it asks for another amount than the yardstick.
    `moves` (option, nation, offer, before, after, moved): person-months against the first plan. `weighing`: what the scenario's own
    criteria say, if it has any. `versions`: plans of another version of the scenario than the base. `same`: which plans decide the same
    as the plan against which the others are told, and what that means. `agreed`: which are held to another agreed plan than the base,
    or otherwise to the same, and how.
    """

    base: Scenario
    yardstick: Scenario
    options: pd.DataFrame
    criteria: pd.DataFrame
    input: pd.DataFrame
    asks: pd.DataFrame
    moves: pd.DataFrame
    weighing: Weighing | None = None
    versions: tuple[str, ...] = ()
    same: Mapping[str, str] = field(default_factory=dict)
    agreed: Mapping[str, str] = field(default_factory=dict)

    def asks_less(self) -> list[str]:
        """Return the options that ask for less than the yardstick in any line or threshold, in order."""
        less = self.asks[self.asks["asked"] < self.asks["base"]]
        return [option for option in self.options["option"] if (less["option"] == option).any()]


def compare(plans: Sequence[tuple[Scenario, Plan]], base: Scenario | None = None, yardstick: Scenario | None = None) -> Comparison:
    """Compare plans, each with its scenario.

    Parameters
    ----------
    plans
        Each plan with the scenario that it is of.
    base
        The scenario as written, whose criteria count and against which changes are told; else that of the first plan of the base, or of
        the first plan.
    yardstick
        The option by whose needs and thresholds all are measured; else that of the first plan of the option that the base names, or the
        base.

    Raises
    ------
    ValueError
        There is nothing to compare.
    UnlikeError
        They are not of one scenario.
    """
    if not plans:
        raise ValueError("nothing to compare")
    base = base or next((s for s, _ in plans if s.option == "base"), plans[0][0])
    yardstick = yardstick or next((s for s, _ in plans if s.option == base.yardstick), base)
    refuse_unlike(base, [scenario for scenario, _ in plans])
    labels = _labels([scenario.option for scenario, _ in plans])
    countries = _countries([plan for _, plan in plans])
    options = [(label, _titled(s, p), p.digest, p.status) for label, (s, p) in zip(labels, plans, strict=True)]
    common = [_on(yardstick, scenario, plan) for scenario, plan in plans]
    measured = [_measured(pair, on, label, countries) for label, pair, on in zip(labels, plans, common, strict=True)]
    return Comparison(
        base,
        yardstick,
        pd.DataFrame(options, columns=["option", "title", "digest", "status"]),
        _ordered(pd.concat(measured, ignore_index=True)),
        _joined([changed(base, s, label) for label, (s, _) in zip(labels, plans, strict=True)], INPUT),
        _joined([asks(yardstick, s, label) for label, (s, _) in zip(labels, plans, strict=True)], ASKS),
        _joined([moves(plans[0], pair, label) for label, pair in list(zip(labels, plans, strict=True))[1:]], MOVES),
        _weighing(base, yardstick, plans, common, labels),
        tuple(label for label, (s, _) in zip(labels, plans, strict=True) if another_version(base, s)),
        _same(plans, labels),
        {label: said for label, (s, _) in zip(labels, plans, strict=True) if (said := held_to(base, s))},
    )


def _titled(scenario: Scenario, plan: Plan) -> str:
    """Return what an option is called; a plan that lifts caveats says so."""
    return scenario.option_title + (", with asks" if len(plan.frames["asks"]) else "")


def _same(plans: Sequence[tuple[Scenario, Plan]], labels: Sequence[str]) -> Mapping[str, str]:
    """Return what is to be said of each plan that decides the same as the first of the base, or else as the first."""
    first = next((i for i, (s, _) in enumerate(plans) if s.option == "base"), 0)
    reference = plans[first]
    proven = reference[1].status == "proven"
    return {
        label: f"the same plan as {labels[first]}"
        + ("; what it changes does not bind" if proven and pair[1].status == "proven" and pair[0].digest != reference[0].digest else "")
        for i, (label, pair) in enumerate(zip(labels, plans, strict=True))
        if i != first and same_plan(reference, pair)
    }


def _on(yardstick: Scenario, scenario: Scenario, plan: Plan) -> Measured:
    """Return a plan's scenario with the needs and thresholds of the yardstick, and what the rules make of the plan there."""
    common = measured_by(yardstick, scenario)
    return common, account(common, plan.decisions)


def _weighing(
    base: Scenario, yardstick: Scenario, plans: Sequence[tuple[Scenario, Plan]], common: Sequence[Measured], labels: Sequence[str]
) -> Weighing | None:
    """Return what the criteria of the base say of each plan, on its own terms and on the yardstick; None without criteria."""
    rows = [
        (
            criterion.name,
            label,
            value(scenario, Account(plan.frames, plan.metrics), plan.decisions, of_option(criterion, scenario)),
            value(*on, plan.decisions, of_option(criterion, scenario, yardstick)),
        )
        for criterion in base.criteria
        for label, (scenario, plan), on in zip(labels, plans, common, strict=True)
    ]
    return weigh(base.criteria, pd.DataFrame(rows, columns=["criterion", "option", "own", "yardstick"])) if rows else None


def _measured(pair: tuple[Scenario, Plan], common: Measured, label: str, countries: Sequence[str]) -> pd.DataFrame:
    """Return one plan's criteria, on its own terms and on the yardstick."""
    scenario, plan = pair
    own = _values(scenario, Account(plan.frames, plan.metrics), countries)
    on_base = _values(*common, countries)
    mine = {criterion: value for criterion, _, _, value, _ in own}
    rows = [(c, unit, way, label, mine.get(c, float("nan")), value, note) for c, unit, way, value, note in on_base]
    known = {value[0] for value in on_base}
    rows += [(c, unit, way, label, value, float("nan"), note) for c, unit, way, value, note in own if c not in known]
    return pd.DataFrame(rows, columns=list(CRITERIA))


def _values(scenario: Scenario, made: Account, countries: Sequence[str]) -> list[Value]:
    """Return every criterion of one account."""
    priorities = sorted(int(name.partition(".")[2]) for name in made.metrics if name.startswith("coverage."))
    values = [(f"coverage, priority {k}", "% of need", HIGHER, 100 * made.metrics[f"coverage.{k}"], "") for k in priorities]
    values += [*_worst(scenario, made), *_persons(scenario, made, countries)]
    always = (METRICS[name] for name in ALWAYS)
    values += [(m.title, m.unit, m.sense, m.factor * made.metrics[m.key], "") for m in always if m.key in made.metrics]
    return values + _margins(scenario, made)


def _worst(scenario: Scenario, made: Account) -> list[Value]:
    """Return coverage in the worst phase of the worst given line and, where there are any, of the worst derived one; and which it is."""
    coverage = made.frames["coverage"]
    given = coverage["requirement"].map(scenario.frames["requirements"]["derived"]).eq("")
    values = []
    for kind, mine in (("given", given), ("derived", ~given)):
        needed = coverage[mine & (coverage["level"] > 0)]
        share = (needed["filled"] / needed["level"]).clip(upper=1.0)
        row = needed.iloc[int(share.to_numpy().argmin())] if len(needed) else None
        if row is not None or kind == "given":
            said = "" if row is None else f"{row['requirement']}, {scenario.steps[int(row['step'])].name}"
            values.append((f"worst {kind} line and phase", "% of need", HIGHER, 100 * float(share.min()), said))
    return values


def _persons(scenario: Scenario, made: Account, countries: Sequence[str]) -> list[Value]:
    presence = made.frames["presence"]
    abroad = presence[presence["nation"] != presence["country"]]
    sums = abroad.groupby(["country", "step"])["persons"].sum()
    return [
        (f"{ABROAD}{country}, {step.name}", "persons", NEITHER, float(sums.get((country, i), 0.0)), "")
        for country in countries
        for i, step in enumerate(scenario.steps)
    ]


def _margins(scenario: Scenario, made: Account) -> list[Value]:
    """Return, for each condition with a threshold, the least margin over the steps in which the plan relies on it."""
    table = made.frames["conditions"]
    values = []
    for name, condition in scenario.conditions.items():
        rows = table[(table["condition"] == name) & table["holds"].astype(bool) & table["threshold"].notna()]
        if condition.granted == "if-earned" or not rows.empty:
            margin = (rows["value"] - rows["threshold"]).min() if len(rows) else float("nan")
            values.append((f"margin of {name}", "", HIGHER, float(margin), "" if len(rows) else "not relied on"))
    return values


def _countries(plans: Sequence[Plan]) -> list[str]:
    """Return the countries of interest: those with the largest presence from abroad in any plan and step, the largest first."""
    everywhere = pd.concat([plan.frames["presence"].assign(plan=i) for i, plan in enumerate(plans)])
    abroad = everywhere[everywhere["nation"] != everywhere["country"]]
    peaks = abroad.groupby(["plan", "country", "step"])["persons"].sum().groupby("country").max()
    peaks = peaks[peaks >= OF_INTEREST * peaks.max()] if len(peaks) else peaks
    return [str(c) for c in peaks.sort_values(ascending=False, kind="stable").index[:COUNTRIES]]


def _labels(options: Sequence[str]) -> list[str]:
    """Return a label for each plan: its option, numbered where it comes again."""
    seen: dict[str, int] = {}
    labels = []
    for option in options:
        seen[option] = seen.get(option, 0) + 1
        labels.append(option if seen[option] == 1 else f"{option} ({seen[option]})")
    return labels


def _ordered(criteria: pd.DataFrame) -> pd.DataFrame:
    """Return criteria in the order in which they first come, each with its options in order."""
    rank = {criterion: i for i, criterion in enumerate(dict.fromkeys(criteria["criterion"]))}
    return criteria.sort_values("criterion", key=lambda c: c.map(rank), kind="stable", ignore_index=True)


def _joined(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    kept = [part for part in parts if not part.empty]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(columns))
