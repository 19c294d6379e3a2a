"""Every number and sentence of a report, once: a Dossier in, a Content out. Formats lay it out and add nothing."""

from dataclasses import dataclass

from planner.scenario import Scenario
from planner.study.dossier import Dossier
from reports.content import (
    arrivals,
    asks,
    basis,
    commitments,
    coverage,
    facts,
    gaps,
    leaving,
    mandates,
    notice,
    options,
    people,
    places,
    quality,
    reliefs,
    shares,
    since,
    summary,
    supplies,
    written,
)
from reports.content.names import Names
from reports.content.numbers import dtg, inert
from reports.content.parts import (
    Burden,
    Commitment,
    Decision,
    Fact,
    Gap,
    Leaver,
    Level,
    Line,
    Mandate,
    Options,
    Presence,
    Ramp,
    Reliefs,
    Resting,
    Row,
    Shares,
    Since,
    Supplies,
    Written,
)
from reports.content.periods import Period, periods, several

__all__ = ["Content", "content"]


@dataclass(frozen=True)
class Content:
    """What a report says. Sentences are whole; numbers in tables are values, written by the formats with reports.content.numbers."""

    marking: str
    audience: str
    reference: str
    originator: str
    dtg: str
    subject: str  # title of the scenario and the option
    title: str  # the message
    first: str
    second: str
    crashed: str
    bluf: str
    decisions: tuple[Decision, ...]
    written: Written
    facts: tuple[Fact, ...]
    periods: tuple[Period, ...]
    main: Period
    people: tuple[Row, ...]
    most: str  # of headings of persons by phase, where a phase has several steps: "most in each phase"
    no_sum: str  # beneath such persons
    foreign: str  # before persons of the main country, where others stand there on their own soil
    ioc: str
    foc: str
    foc_because: str
    lines: tuple[Line, ...]
    thresholds: tuple[float, ...]
    stand_ins: str  # who stands in for what, and how
    asks: tuple[str, ...]  # what is asked of capitals, and the force without it beside
    grows: tuple[str, ...]  # which sites grow, a sentence a step
    gaps: tuple[Gap, ...]
    burden: Burden
    shares: Shares
    notice: tuple[str, ...]  # who is held at notice at home, a line each
    reliefs: Reliefs
    ramp: tuple[Ramp, ...]  # what comes to each site that limits it, month by month
    there: str  # when each line is fully there
    supplies: Supplies
    presence: Presence
    commitments: tuple[Commitment, ...]
    mandates: tuple[Mandate, ...]  # who must decide by which day, the first day first
    reliance: tuple[str, ...]  # promises, loops, what is earned for nothing
    withdrawal: str
    leavers: tuple[Leaver, ...]
    leaves: str  # of which persons it is told who takes how many with it
    since: Since | None  # None where no plan was agreed before
    levels: tuple[Level, ...]
    proven: str
    price: str
    skipped: str
    prices: str  # after a sum of money: ", prices of 2026"
    options: Options | None
    rests_on: str
    firmness: str
    resting: tuple[Resting, ...]  # line by line
    no_request: str  # for the foot of each page, where offers are assumed
    proof: str
    verified: str
    worst: str
    took: str
    solver: str
    saved: str
    source: str
    next_steps: tuple[tuple[str, str], ...]


def content(dossier: Dossier, audience: str = "chiefs") -> Content:
    """Return everything a report of this dossier may say: to `chiefs` in names, to `staff`, who work with the file, in its ids."""
    scenario, plan = dossier.scenario, dossier.plan
    names = Names(scenario, ids=audience == "staff")
    columns = periods(scenario, plan.frames["posture"])
    main = _main(dossier, columns)
    found = gaps.gaps(dossier, names)
    held = commitments.commitments(dossier, names)
    near = commitments.tightest(held)
    levels = quality.levels(dossier, names)
    burden = people.burden(dossier, names, main)
    return Content(
        marking=written.marking(scenario), audience=audience, reference=inert(scenario.brief.get("reference", "")),
        originator=inert(scenario.brief.get("originator", "")), dtg=dtg(scenario.as_of) if scenario.as_of else "",
        subject=" · ".join(filter(None, (inert(scenario.title), inert(_option(scenario)), asks.title(dossier)))),
        title=summary.title(dossier, found, near), first=summary.first(dossier, names, found), second=summary.second(dossier, names, near),
        crashed=quality.crashed(dossier), bluf=summary.bluf(dossier, names, found, near, levels), decisions=summary.decisions(dossier),
        written=written.written(dossier), prices=written.prices(scenario),
        facts=facts.facts(dossier, burden, main.shown, near), periods=columns, main=main, people=people.table(dossier, names, columns),
        most=people.MOST if several(columns) else "", no_sum=people.NO_SUM if several(columns) else "", foreign=people.foreign(dossier),
        ioc=coverage.capable(dossier, "ioc"), foc=coverage.capable(dossier, "foc"), foc_because=_because(dossier, names),
        lines=coverage.lines(dossier, names, columns), thresholds=scenario.thresholds,
        stand_ins=places.stands_in(dossier, names), asks=asks.asks(dossier, names), grows=places.grows(dossier, names),
        gaps=found, burden=burden, shares=shares.shares(dossier, names), notice=notice.notice(dossier, names),
        reliefs=reliefs.reliefs(dossier, names), ramp=arrivals.ramp(dossier, names), there=arrivals.there(dossier, names),
        supplies=supplies.supplies(dossier, names),
        presence=people.presence(dossier, names, columns), commitments=held,
        mandates=mandates.mandates(dossier, names), reliance=mandates.reliance(dossier, names),
        withdrawal=leaving.withdrawal(dossier, names, short=True),
        since=since.since(dossier, names), leavers=leaving.leavers(dossier, names), leaves=leaving.where(dossier, names),
        levels=levels, proven=quality.proven(levels), price=quality.price(dossier), skipped=quality.skipped(dossier, levels),
        options=options.options(dossier, names),
        rests_on=basis.rests_on(dossier), firmness=basis.firmness(dossier), resting=basis.by_line(dossier, names),
        no_request=basis.no_request(dossier), proof=quality.proof(dossier, levels), verified=quality.verified(dossier),
        worst=leaving.withdrawal(dossier, names), took=quality.took(dossier.provenance), solver=quality.solver(dossier.provenance),
        saved=inert(dossier.provenance.get("path", "")), source=quality.source(dossier), next_steps=_next_steps(dossier, found),
    )  # fmt: skip


def _option(scenario: Scenario) -> str:
    """Return what the option is called; the base, which is the scenario as written, by that word."""
    return scenario.option if scenario.option == "base" else scenario.option_title or scenario.option


def _main(dossier: Dossier, columns: tuple[Period, ...]) -> Period:
    """Return the phase with most persons; the last one where nobody stands."""
    persons = dossier.plan.frames["posture"].groupby("step")["persons"].sum()
    return max(columns, key=lambda p: (float(persons.get(p.shown, 0.0)), -p.shown)) if len(persons) else columns[-1]


def _because(dossier: Dossier, names: Names) -> str:
    delaying = [s for s in dossier.shortfalls if any(d.what == "FOC" for d in s.delays)]
    alone = [s for s in delaying if any(d.what == "FOC" and d.alone for d in s.delays)]
    if alone:
        reached = dossier.plan.metrics.get("foc_month", float(dossier.scenario.months)) < dossier.scenario.months
        return f"{names.line(alone[0].requirement)} alone {'delays' if reached else 'prevents'} it"
    most = max((d.others + 1 for s in delaying for d in s.delays if d.what == "FOC"), default=0)
    return f"{most} lines keep it away" if most else ""


def _next_steps(dossier: Dossier, found: tuple[Gap, ...]) -> tuple[tuple[str, str], ...]:
    run, source = (inert(dossier.provenance.get(k, other)) for k, other in (("handle", "latest"), ("source", "SCENARIO")))
    steps = [(f"posture show {run} --requirement {found[0].id}", f"why {found[0].id} is short")] if found else []
    if others := len(dossier.scenario.options):
        steps.append((f"posture compare {source}", "beside its option" if others == 1 else f"beside its {others} options"))
    if dossier.scenario.frames["requirements"]["n_minus_1"].any():
        steps.append((f"posture solve {source} --without resilience", "what it costs to bear a loss"))
    if dossier.plan.metrics.get("basis.assumed", 0.0) > 0:
        steps.append((f"posture show {run} --basis", "whose word each line rests on"))
    steps.append((f"posture brief {run}", "the pages for the chiefs of staff"))
    return tuple(steps)
