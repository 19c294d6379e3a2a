"""A third opinion: tiny scenarios solved by looking at every posture, in plain Python, written from docs/decisions/0001-readings.md alone.

Shares no code with the model or the rules. Slow and obvious on purpose: a scenario of eight placements and steps with at most two units
each has 6 561 postures.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator

from planner.scenario import Scenario
from tests.oracles.earned import EPS, Posture, clauses, largest, picks, rate, usable


class Facts:
    """The scenario as plain dictionaries, looked at once."""

    def __init__(self, s: Scenario) -> None:
        frames = s.frames
        self.s = s
        self.offers = frames["offers"].to_dict("index")
        self.types = frames["unit_types"].to_dict("index")
        self.sites = frames["sites"].to_dict("index")
        self.lines = frames["requirements"].to_dict("index")
        self.tiers = defaultdict(list)
        for row in frames["tiers"].to_dict("records"):
            self.tiers[row["offer"]].append(row)
        self.own = {(r["unit_type"], r["capability"]): r["amount"] for r in frames["provides"].to_dict("records")}
        self.subs = {(r["unit_type"], r["capability"]): (r["amount"], r["max_share"]) for r in frames["substitutes"].to_dict("records")}
        self.takes = {(r["unit_type"], r["resource"]): r["amount"] for r in frames["occupies"].to_dict("records")}
        self.free = {(r["site"], r["resource"]): r["free"] for r in frames["capacity"].to_dict("records")}
        self.stages = defaultdict(list)
        for row in frames["stages"].sort_values("stage").to_dict("records"):
            self.stages[row["site"]].append(row)
        self.adds = {(r["site"], r["stage"], r["resource"]): r["amount"] for r in frames["stage_adds"].to_dict("records")}
        self.level = {(r["requirement"], r["capability"], r["step"]): r["level"] for r in frames["needs"].to_dict("records")}
        self.minimum = {(r["requirement"], r["capability"], r["step"]): r["minimum"] for r in frames["needs"].to_dict("records")}
        self.reach = {(r["requirement"], r["site"]) for r in frames["reach"].to_dict("records")}
        self.months = [step.months for step in s.steps]
        self.derivations = {(d.requirement, d.capability): d for d in s.derivations}
        self.reference = {key: [self.reference_level(d, p) for p in range(len(s.steps))] for key, d in self.derivations.items()}

    def ready(self, site: str, p: int) -> list[dict]:
        """The steps of expansion that a site may have in a step: in their order, none before the one written before it."""
        return list(itertools.takewhile(lambda row: row["first_month"] <= self.s.steps[p].first_month, self.stages[site]))

    def needed(self, line: str) -> set[str]:
        return {c for r, c, _ in self.level if r == line} | {c for r, c in self.derivations if r == line}

    def gives(self, unit_type: str, line: str) -> tuple[dict[str, float], bool]:
        """What a unit gives on a line, and whether as a substitute."""
        own = {c: self.own[unit_type, c] for c in self.needed(line) if (unit_type, c) in self.own}
        if own:
            return own, False
        return {c: self.subs[unit_type, c][0] for c in self.needed(line) if (unit_type, c) in self.subs}, True

    def stay(self, row: dict) -> float:
        return min([days / 30 for a in self.s.areas if row["site"] in a.sites for who, days in a.stays if picks(who, row)], default=1.0)

    def row(self, offer: str, line: str, site: str) -> dict:
        o = self.offers[offer]
        country = self.sites[site]["country"]
        kind = self.types[o["unit_type"]]
        held = self.lines[line]["standby"]
        return {"offer": offer, "requirement": line, "site": site, "nation": o["nation"], "unit_type": o["unit_type"], "country": country,
                "home": held or country == o["nation"], "held": held, "persons": kind["personnel"], "domain": kind["domain"]}  # fmt: skip

    def reference_level(self, d, p: int) -> float:
        total = 0.0
        for line in self.lines:
            if line == d.requirement or self.lines[line]["standby"]:
                continue
            for c in self.needed(line):
                asks = []
                for offer, o in self.offers.items():
                    if (o["unit_type"], c) in self.own:
                        rows = [self.row(offer, line, b) for r, b in self.reach if r == line]
                        if any(picks(d.select, row) for row in rows):
                            asks.append(self.asked(d, o["unit_type"]) / self.own[o["unit_type"], c])
                other = (line, c)
                level = self.reference_level(self.derivations[other], p) if other in self.derivations else self.level.get((line, c, p), 0.0)
                total += level * max(asks, default=0.0)
        return d.ratio * total

    def asked(self, d, unit_type: str) -> float:
        return self.types[unit_type]["personnel"] if d.of == "personnel" else self.own.get((unit_type, d.of), 0.0)


def best(s: Scenario, most: int = 50_000) -> dict[str, float] | None:
    """Return the value of each goal in the lexicographically best posture, or None where nothing is allowed."""
    facts = Facts(s)
    found = None
    for posture in postures(facts, most):
        values = judge(facts, posture)
        if values is not None:
            key = tuple(round(values[g.name], 9) for g in s.goals)
            if found is None or key < found:
                found = key
    return None if found is None else dict(zip([g.name for g in s.goals], found, strict=True))


def postures(f: Facts, most: int) -> Iterator[Posture]:
    keys, ranges = [], []
    for offer, (line, site) in itertools.product(sorted(f.offers), sorted(f.reach)):
        row = f.row(offer, line, site)
        if not f.gives(row["unit_type"], line)[0]:
            continue
        units = int(sum(t["units"] for t in f.tiers[offer]))
        for p in range(len(f.s.steps)):
            if allowed_by_date(f, row, p):
                keys.append((offer, line, site, p))
                ranges.append(range(units + 1))
    size = math.prod(len(r) for r in ranges)
    assert size <= most, f"{size} postures are too many for an oracle"
    for chosen in itertools.product(*ranges):
        yield {k: u for k, u in zip(keys, chosen, strict=True) if u}


def allowed_by_date(f: Facts, row: dict, p: int) -> bool:
    """Whatever can be known of a placement without looking at the others or at conditions."""
    s, step, o = f.s, f.s.steps[p], f.offers[row["offer"]]
    line, site = f.lines[row["requirement"]], f.sites[row["site"]]
    if (
        (o["pillars"] and line["pillar"] not in o["pillars"])
        or (o["only_at"] and row["site"] not in o["only_at"])
        or row["site"] in o["not_at"]
    ):
        return False
    if not row["held"] and not site["existing"] and site["ready_month"] > step.first_month:
        return False
    for (unit_type, resource), amount in f.takes.items():
        grown = len(f.ready(row["site"], p))
        if not row["held"] and unit_type == row["unit_type"] and steps_needed(f, row["site"], resource, amount) > grown:
            return False
    for c in s.caveats:
        if picks(c.select, row) and not c.unless and not c.leads and step.first_month < c.until_month and step.until_month > c.first_month:
            return False
    if not row["home"]:
        host = s.hosts.get(row["country"])
        if host is None and s.consent_explicit:
            return False
        if host and (
            row["nation"] not in host.nations or row["site"] not in host.sites or not step.within(host.first_month, host.until_month)
        ):
            return False
    given = any(f.level.get((row["requirement"], c, p), 0) > 0 for c in f.needed(row["requirement"]))
    made = any(f.reference[k][p] > 0 for k in f.reference if k[0] == row["requirement"])
    return given or made


def judge(f: Facts, posture: Posture) -> dict[str, float] | None:
    """Return the metrics of a posture, or None if it breaks a rule."""
    s = f.s
    rows = [(f.row(o, r, b), p, u) for (o, r, b, p), u in posture.items()]
    held = largest(f, posture)
    if not all(allowed(f, rows, p, held[p]) for p in range(len(s.steps))) or not tours_fit(f, rows):
        return None
    values = defaultdict(float)
    for g in s.goals:
        values[g.name] = 0.0
    for line in f.lines:
        score_line(f, line, rows, values)
    values["cost"] = cost(f, rows)
    values["contributors"] = float(len({row["nation"] for row, _, _ in rows if not row["held"]}))
    values["standby"] = sum(u * row["persons"] * f.months[p] for row, p, u in rows if row["held"])
    values |= burdens(f, rows)
    values["leaderless"] = sum(leaderless(f, line, rows, p) for line in f.lines for p in range(len(s.steps)))
    if any(hard_breach(f, line, rows) for line in f.lines):
        return None
    return values


def allowed(f: Facts, rows: list, p: int, held: set[str]) -> bool:
    here = [(row, u) for row, q, u in rows if q == p]
    return (
        all(any(k in held for k in clause) for row, _ in here for clause in clauses(f, row, p))
        and supply_fits(f, here, p, held) and sites_fit(f, here, p) and nations_fit(f, here, p)
        and command_fits(f, here, p) and areas_fit(f, here) and pins_fit(f, here, p)
    )  # fmt: skip


def supply_fits(f: Facts, here: list, p: int, held: set[str]) -> bool:
    stands, weighed, cap = defaultdict(int), defaultdict(float), defaultdict(float)
    on_line = defaultdict(int)
    for row, u in here:
        o = f.offers[row["offer"]]
        stands[row["offer"]] += u
        on_line[row["offer"], row["requirement"]] += u
        if o["kind"] == "in_cycle":
            weighed[o["pool"]] += u * (rate(f, row["offer"]) / o["home_availability"] if row["home"] else 1.0)
    for offer, o in f.offers.items():
        units = sum(t["units"] for t in f.tiers[offer] if usable(f, t, p, held))
        if stands[offer] > units + EPS:
            return False
        if o["kind"] == "in_cycle":
            cap[o["pool"]] += units * rate(f, offer)
    small = any(u < f.offers[offer]["min_units"] - EPS for (offer, _), u in on_line.items())
    return not small and all(weighed[pool] <= cap[pool] + EPS for pool in weighed)


def steps_needed(f: Facts, site: str, resource: str, used: float) -> float:
    """How many of its steps of expansion, in their order, a site must have for so much to find room."""
    room = f.free.get((site, resource), 0.0)
    for count in range(len(f.stages[site]) + 1):
        room += f.adds.get((site, count, resource), 0.0)
        if used <= room + EPS:
            return count
    return math.inf


def sites_fit(f: Facts, here: list, p: int) -> bool:
    used, guests = defaultdict(float), defaultdict(float)
    for row, u in here:
        for (unit_type, resource), amount in f.takes.items():
            if unit_type == row["unit_type"] and not row["held"]:
                used[row["site"], resource] += u * amount
        if not row["home"]:
            guests[row["country"]] += u * row["persons"]
    ceilings = {c: h.ceiling for c, h in f.s.hosts.items() if not math.isnan(h.ceiling)}
    return all(steps_needed(f, *k, v) <= len(f.ready(k[0], p)) for k, v in used.items()) and all(
        guests[c] <= ceiling + EPS for c, ceiling in ceilings.items()
    )


def nations_fit(f: Facts, here: list, p: int) -> bool:
    for limit in f.s.frames["nation_limits"].to_dict("records"):
        mine = [(row, u) for row, u in here if row["nation"] == limit["nation"]]
        if limit["measure"] == "reserve":
            typed = [(row, u) for row, u in mine if row["unit_type"] == limit["of"]]
            committed = sum(u / rate(f, r["offer"]) if f.offers[r["offer"]]["kind"] == "in_cycle" else u for r, u in typed)
            step = f.s.steps[p]
            held = sum(t["units"] for o, data in f.offers.items() if data["nation"] == limit["nation"] and data["unit_type"] == limit["of"]
                       for t in f.tiers[o] if step.within(t["first_month"], t["until_month"]))  # fmt: skip
            if committed > 0 and committed + limit["limit"] > held + EPS:
                return False
            continue
        abroad = [(row, u) for row, u in mine if not row["home"]]
        field = {"country": "country", "domain": "domain"}.get(limit["measure"])
        if sum(u * row["persons"] for row, u in abroad if field is None or row[field] == limit["of"]) > limit["limit"] + EPS:
            return False
    return True


def amounts(f: Facts, here: list, line: str) -> dict[tuple[str, str, bool, str], float]:
    """(nation, unit type, substitute, capability) → amount given on a line."""
    given = defaultdict(float)
    for row, u in here:
        if row["requirement"] == line:
            what, substitute = f.gives(row["unit_type"], line)
            for c, amount in what.items():
                given[row["nation"], row["unit_type"], substitute, c] += u * amount * f.stay(row)
    return given


def derived_level(f: Facts, d, here: list) -> float:
    chosen = [(row, u) for row, u in here if row["requirement"] != d.requirement and not row["held"] and picks(d.select, row)]
    return d.ratio * sum(u * f.asked(d, row["unit_type"]) for row, u in chosen)


def level_of(f: Facts, line: str, c: str, here: list, p: int) -> float:
    d = f.derivations.get((line, c))
    return derived_level(f, d, here) if d else f.level.get((line, c, p), 0.0)


def command_fits(f: Facts, here: list, p: int) -> bool:
    return all(mixing_fits(f, here, line) and formations_fit(f, here, line, p) for line in f.lines)


def mixing_fits(f: Facts, here: list, line: str) -> bool:
    mine = [(row, u) for row, u in here if row["requirement"] == line]
    nations, given = {row["nation"] for row, _ in mine}, amounts(f, here, line)
    most = f.lines[line]["max_nations"]
    if not math.isnan(most) and len(nations) > most:
        return False
    for least in f.s.frames["min_contributions"].query("requirement == @line").to_dict("records"):
        for n in nations:
            people = sum(u * row["persons"] for row, u in mine if row["nation"] == n)
            things = sum(v for (m, _, _, c), v in given.items() if m == n and c == least["measure"])
            if (people if least["measure"] == "personnel" else things) < least["amount"] - EPS:
                return False
    for pair in f.s.pairs:
        a, b = pair.nation in nations, pair.other in nations
        broken = {"only_with": a and not b, "together": a != b, "apart": a and b}[pair.kind]
        if line in pair.requirements and broken:
            return False
    return True


def formations_fit(f: Facts, here: list, line: str, p: int) -> bool:
    given, data = amounts(f, here, line), f.lines[line]
    for c in f.needed(line):
        whole = data["whole_unit_type"]
        if whole and (whole, c) in f.own:
            of_type = sum(v for (_, t, _, cc), v in given.items() if t == whole and cc == c)
            if of_type < data["whole_share"] * sum(v for (*_, cc), v in given.items() if cc == c) - EPS:
                return False
        for t in f.types:
            share = f.subs.get((t, c), (0, math.nan))[1]
            as_substitute = sum(v for (_, tt, sub, cc), v in given.items() if tt == t and sub and cc == c)
            if not math.isnan(share) and as_substitute > share * level_of(f, line, c, here, p) + EPS:
                return False
    return True


def areas_fit(f: Facts, here: list) -> bool:
    for area in f.s.areas:
        for limit in area.limits:
            used = defaultdict(float)
            for row, u in here:
                if row["site"] in area.sites and not row["held"] and picks(limit.who, row):
                    worth = {"tonnes": f.types[row["unit_type"]]["tonnes"], "personnel": row["persons"], "units": 1.0}[limit.of]
                    used[row["nation"] if limit.per_nation else ""] += u * worth
            if any(v > limit.at_most + EPS for v in used.values()):
                return False
    return True


def pins_fit(f: Facts, here: list, p: int) -> bool:
    for pin in f.s.pins:
        if p in pin.steps:
            units = sum(u for row, u in here if picks(pin.select, row))
            if units < pin.at_least - EPS or units > pin.at_most + EPS:
                return False
    return True


def tours_fit(f: Facts, rows: list) -> bool:
    """Every one_tour offer: its units in place can be cut into runs of one tour at most, with dwell between, by trying every way."""
    for offer, o in f.offers.items():
        if o["kind"] != "one_tour":
            continue
        wanted = [sum(u for row, q, u in rows if q == p and row["offer"] == offer) for p in range(len(f.s.steps))]
        if any(wanted) and not schedule(f, o, wanted, int(sum(t["units"] for t in f.tiers[offer])), 0, ()):
            return False
    return True


def schedule(f: Facts, o: dict, wanted: list[int], units: int, p: int, busy: tuple[tuple[int, int], ...]) -> bool:
    """`busy`: of each unit used so far, the first month of its run and the month it ended (-1: still standing)."""
    if p == len(wanted):
        return True
    step = f.s.steps[p]
    standing = [i for i, (_, end) in enumerate(busy) if end < 0]
    for stay in range(len(standing) + 1):
        for chosen in itertools.combinations(standing, stay):
            if any(step.until_month - busy[i][0] > o["tour_months"] + EPS for i in chosen):
                continue
            now = [(a, e if e >= 0 or i in chosen else step.first_month) for i, (a, e) in enumerate(busy)]
            fresh = wanted[p] - stay
            if fresh < 0 or (fresh and step.months > o["tour_months"] + EPS):
                continue
            rested = [i for i, (_, e) in enumerate(now) if e >= 0 and e + o["dwell_months"] <= step.first_month + EPS]
            again = min(fresh, len(rested))
            if len(now) + fresh - again > units:
                continue
            for i in rested[:again]:
                now[i] = (step.first_month, -1)
            now += [(step.first_month, -1)] * (fresh - again)
            if schedule(f, o, wanted, units, p + 1, tuple(now)):
                return True
    return False


def score_line(f: Facts, line: str, rows: list, values: dict[str, float]) -> None:
    data = f.lines[line]
    steps = range(len(f.s.steps))
    caps = {p: [c for c in sorted(f.needed(line)) if asked_for(f, line, c, p) > 0] for p in steps}
    total = sum(f.months[p] for p in steps if caps[p])
    for p in steps:
        here = [(row, u) for row, q, u in rows if q == p]
        given = amounts(f, here, line)
        for c in caps[p]:
            weight = data["weight"] * f.months[p] / total / len(caps[p])
            filled = sum(v for (*_, cc), v in given.items() if cc == c)
            short = max(0.0, level_of(f, line, c, here, p) - filled) / asked_for(f, line, c, p)
            if data["derived"]:
                if not data["hard"]:
                    values["uncovered" if data["cover"] else "support_gap"] += weight * short
                continue
            values[f"shortfall.{data['priority']}"] += weight * short
            least = f.minimum.get((line, c, p), 0.0)
            if least > 0:
                values["below_minimum"] += weight * max(0.0, least - filled) / least
                if data["n_minus_1"]:
                    left = min(left_after(f, line, c, here, gone) for gone in losses(f, line, here))
                    values["resilience_gap"] += weight * max(0.0, least - left) / least


def losses(f: Facts, line: str, here: list) -> list:
    """Each loss that a line must survive, as a question to a row: does it go?"""
    data = f.lines[line]
    if data["loss_of"] == "group":
        groups = f.s.frames["nations"]["groups"].to_dict()
        return [lambda row, g=group: g in groups[row["nation"]] for group in data["losses"]]
    if data["loss_of"] == "site":
        sites = data["losses"] or [b for r, b in f.reach if r == line]
        return [lambda row, b=site: row["site"] == b and not row["held"] for site in sites]
    names = data["losses"] or sorted({row["nation"] for row, _ in here}) or [""]
    return [lambda row, n=name: row["nation"] == n for name in names]


def left_after(f: Facts, line: str, c: str, here: list, gone) -> float:
    """What of a capability the others give on a line, and hold at notice on the lines that back it."""
    lines = {line} | {r for r, data in f.lines.items() if line in data["backs"]}
    stay = [(row, u) for row, u in here if row["requirement"] in lines and not gone(row)]
    return sum(u * f.gives(row["unit_type"], row["requirement"])[0].get(c, 0.0) * f.stay(row) for row, u in stay)


def burdens(f: Facts, rows: list) -> dict[str, float]:
    """Each goal on burden: the largest loads of nations that offer, less what does not count, over their part of the key."""
    nations = f.s.frames["nations"].to_dict("index")
    offering = sorted({o["nation"] for o in f.offers.values()})
    found = {}
    for goal in f.s.goals:
        if goal.burden is None:
            continue
        column = {"gdp": "gdp_busd", "defence": "defence_busd", "active": "active_personnel", "given": "given_share"}.get(goal.burden.key)
        keys = {n: nations[n][column] if column else 1.0 for n in offering}
        over = []
        for n in offering:
            mine = [(row, p, u) for row, p, u in rows if row["nation"] == n and not row["home"]]
            months = sum(u * row["persons"] * f.months[p] for row, p, u in mine)
            exposed = sum(u * row["persons"] * f.months[p] * f.sites[row["site"]]["exposure"] for row, p, u in mine)
            load = {"person_months": months, "exposure": exposed, "cost": cost(f, rows, payer=n)}[goal.burden.load]
            over.append(max(0.0, load - goal.burden.ignore_below) * sum(keys.values()) / keys[n])
        found[goal.name] = sum(sorted(over, reverse=True)[: goal.burden.largest])
    return found


def asked_for(f: Facts, line: str, c: str, p: int) -> float:
    return f.reference[line, c][p] if (line, c) in f.reference else f.level.get((line, c, p), 0.0)


def hard_breach(f: Facts, line: str, rows: list) -> bool:
    if not (f.lines[line]["hard"] and f.lines[line]["derived"]):
        return False
    for p in range(len(f.s.steps)):
        here = [(row, u) for row, q, u in rows if q == p]
        given = amounts(f, here, line)
        for c in f.needed(line):
            if sum(v for (*_, cc), v in given.items() if cc == c) < level_of(f, line, c, here, p) - EPS:
                return True
    return False


def leaderless(f: Facts, line: str, rows: list, p: int) -> float:
    data = f.lines[line]
    mine = [(row, u) for row, q, u in rows if q == p and row["requirement"] == line]
    if not data["lead"] or not mine:
        return 0.0
    persons = defaultdict(float)
    for row, u in mine:
        persons[row["nation"]] += u * row["persons"]
    able = [n for n in data["lead"] if persons[n] > 0 and persons[n] >= data["lead_share"] * sum(persons.values()) - EPS]
    able = [n for n in able if not any(unwilling(f, row, n, p) for row, _ in mine)]
    return 0.0 if able else float(f.months[p])


def unwilling(f: Facts, row: dict, lead: str, p: int) -> bool:
    """Whether a caveat of a unit's nation rules out that another nation leads it."""
    step = f.s.steps[p]
    return row["nation"] != lead and any(
        lead in c.leads and picks(c.select, row) and step.first_month < c.until_month and step.until_month > c.first_month
        for c in f.s.caveats
    )


def cost(f: Facts, rows: list, payer: str | None = None) -> float:
    """What the posture costs, or what of it one nation pays."""
    total, peak, first_use = 0.0, defaultdict(float), {}
    at_site = defaultdict(float)
    for row, p, u in rows:
        if row["held"]:
            continue
        first_use[row["site"]] = min(first_use.get(row["site"], p), p)
        if payer not in (None, row["nation"]):
            continue
        t, o = f.types[row["unit_type"]], f.offers[row["offer"]]
        total += u * f.months[p] * (t["cost_month"] + (0.0 if row["home"] else t["cost_move"] / o["tour_months"]))
        at_site[row["offer"], row["site"], p] += u
    for (offer, site, _), u in at_site.items():
        peak[offer, site] = max(peak[offer, site], u)
    prices = {(r["offer"], r["site"]): r["cost_meur"] for r in f.s.frames["placement_costs"].to_dict("records")}
    total += sum(prices.get(k, 0.0) * u for k, u in peak.items())
    total += works(f, rows)
    for site, p in first_use.items():
        if not f.sites[site]["existing"] and payer in (None, f.sites[site]["payer"] or f.sites[site]["country"]):
            total += f.sites[site]["opening_cost"] + f.sites[site]["monthly_cost"] * sum(f.months[p:])
    return total


def works(f: Facts, rows: list) -> float:
    """The steps of expansion that are paid: as many as the fullest step of the site needs, for none goes again."""
    used, most = defaultdict(float), defaultdict(int)
    for row, p, u in rows:
        for (unit_type, resource), amount in f.takes.items():
            if unit_type == row["unit_type"] and not row["held"]:
                used[row["site"], resource, p] += u * amount
    for (site, resource, _), amount in used.items():
        most[site] = max(most[site], int(steps_needed(f, site, resource, amount)))
    return sum(row["cost"] for site, count in most.items() for row in f.stages[site][:count])
