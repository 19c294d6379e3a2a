"""Finance: what the posture costs beyond being at home, and who pays.

A unit in place costs by the month, and its relief costs a round trip once a tour (where tours are planned, each that begins), none on its
own soil. A site costs its works once and its
running while it is open; a site in use already costs nothing but the works by which it grows, once each. The sending nation pays for its
units, for a site who is named there, else its host. A cost of placing is paid once a unit, for the most that the offer ever has at the
site. A stand-by at home costs nothing.
"""

import pandas as pd

from planner.account import Account
from planner.decisions import Decisions
from planner.frames import arrange
from planner.rules._posture import in_place, marked
from planner.rules._reliefs import begun
from planner.rules._words import figure
from planner.scenario import Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Find nothing: any cost can be accounted for, and a unit type without one is named on loading."""
    return []


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return the cost of the posture and its sites by payer and purpose."""
    stands, opened = in_place(scenario, decisions), marked(scenario, decisions, "open", "open")
    grown = marked(scenario, decisions, "grow", "grown")
    made = (
        _units(scenario, stands),
        _tours(scenario, decisions),
        _places(scenario, opened),
        _growth(scenario, grown),
        _placing(scenario, stands),
    )
    parts = [part for part in made if not part.empty]
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=["payer", "purpose", "what", "meur"])
    costs = rows.groupby(["payer", "purpose", "what"], as_index=False)[["meur"]].sum()
    costs = arrange("costs", costs[costs["meur"] != 0])
    return Account(frames={"costs": costs}, metrics={"cost": float(costs["meur"].sum())})


def _units(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    types = scenario.frames["unit_types"]
    unit_months = stands["units"] * stands["months"]
    month = unit_months * stands["unit_type"].map(types["cost_month"]).astype(float)
    tours = unit_months / stands["offer"].map(scenario.frames["offers"]["tour_months"]).astype(float)
    decided = (stands["kind"] == "in_cycle") & scenario.tours  # then each tour that begins is a move
    move = (tours * stands["unit_type"].map(types["cost_move"]).astype(float)).mask(stands["own_soil"].astype(bool) | decided, 0.0)
    who = {"payer": stands["nation"], "what": stands["offer"]}
    return pd.concat([pd.DataFrame(who | {"purpose": "month", "meur": month}), pd.DataFrame(who | {"purpose": "move", "meur": move})])


def _tours(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return a round trip for each tour that begins, where tours are planned one by one."""
    offers, moves = scenario.frames["offers"], scenario.frames["unit_types"]["cost_move"]
    begins = begun(scenario, decisions).items() if scenario.tours else ()
    rows = [(offers["nation"][o], "move", o, n * float(moves[offers["unit_type"][o]])) for (o, _, _), n in begins]
    return pd.DataFrame(rows, columns=["payer", "purpose", "what", "meur"])


def _places(scenario: Scenario, opened: pd.DataFrame) -> pd.DataFrame:
    sites = scenario.frames["sites"]
    rows = opened[opened["site"].isin(sites.index[~sites["existing"].astype(bool)])].merge(sites, left_on="site", right_index=True)
    months = rows["step"].map({p: step.months for p, step in enumerate(scenario.steps)}).astype(float)
    who = {"payer": rows["payer"].where(rows["payer"] != "", rows["country"]), "what": rows["site"]}
    running = pd.DataFrame(who | {"purpose": "running", "meur": rows["monthly_cost"] * months})
    opening = pd.DataFrame(who | {"purpose": "opening", "meur": rows["opening_cost"]}).drop_duplicates("what")
    return pd.concat([opening, running])


def _growth(scenario: Scenario, grown: pd.DataFrame) -> pd.DataFrame:
    rows = grown[["site", "stage"]].drop_duplicates().merge(scenario.frames["stages"], on=["site", "stage"])
    rows = rows.merge(scenario.frames["sites"][["payer", "country"]], left_on="site", right_index=True)
    payer = rows["payer"].where(rows["payer"] != "", rows["country"])
    return pd.DataFrame({"payer": payer, "purpose": "expansion", "what": rows["site"], "meur": rows["cost"]})


def _placing(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    at_site = stands.groupby(["offer", "site", "step", "nation"], as_index=False)[["units"]].sum()
    most = at_site.groupby(["offer", "site", "nation"], as_index=False)[["units"]].max()
    rows = most.merge(scenario.frames["placement_costs"], on=["offer", "site"])
    return pd.DataFrame({"payer": rows["nation"], "purpose": "placement", "what": rows["offer"], "meur": rows["units"] * rows["cost_meur"]})


def say(payer: str, purpose: str, what: str, meur: float) -> str:
    """Return the sentence for one item of cost."""
    of = {
        "month": "for {} in place",
        "move": "for the moves of {}",
        "opening": "to open {}",
        "running": "to run {}",
        "expansion": "to let {} grow",
        "placement": "to place {}",
    }[purpose]
    return f"{payer} pays {figure(meur)} M EUR {of.format(what)}"
