"""Every key of the format, and what becomes of it: obeyed, told in reports and tables, or noted as not yet planned.

A key is written as record.key; `*` after a record means all its keys. A key that is added to the format stands in one of these sets, or
`test_every_key` fails: nothing that a planner writes is silently without effect.
"""

from typing import Any

# What changes what may be planned, or by what plans are compared: the resolved scenario differs without it.
OBEYED = """
ScenarioFile: format title calendar model nations consent hosts caveats conditions capabilities unit_types substitutes offers pairs sites
ScenarioFile: areas routes placement_costs requirements level_of_ambition baseline pins goals options extends criteria yardstick
Calendar: start d_day alert phases step · Phase: months
NationEntry: groups limits given_share · Limits: deployed_personnel country domain reserve
HostEntry: allow kinds sites ceiling requires from until
CaveatEntry: nations groups forbid unless from until soft price
ConditionEntry: granted from until earned_when starts_notice latch opens
Effort: measure capability in without at_least measured_in basis · AfterTest: after · AllTests: all · AnyTest: any
Quorum: quorum of · FundTest: fund at_least
UnitTypeEntry: domain personnel provides occupies consumes tonnes lift_t
UnitTypeEntry: tour_months dwell_months overlap_days home_availability cost_meur · UnitCost: month move
SubstituteEntry: max_share
OfferRow: nation unit_type deployed in_cycle one_tour tier requires from until notice_days min_contribution pillars only_at not_at pool
OfferRow: tour_months dwell_months home_availability status basis · LeastContribution: units
OnlyWith: nation only_with in · Together: nation together in · Apart: nation apart in
Agreed: table sheet run weights most_changed_nations per_site · ChangeWeights: *
BaselineRow: offer requirement site phase from until units
PinEntry: place forbid at_least at_most exactly from until · PlacementCost: offer site cost_meur
SiteEntry: country kind capacity baseline_load reception stock_days existing works_from monthly_meur payer exposure
SiteEntry: opening expansion · Opening: months cost_meur · Expansion: capacity months cost_meur works_from
AreaEntry: sites limits stay requires · AreaLimitEntry: name of who per at_most · Stay: who days · Entry: who condition
RequirementEntry: pillar needs minimum area priority weight lead max_nations min_contribution whole resilience cover hard
RequirementEntry: standby · Standby: backs
RouteEntry: from to capacity_tpd mode days usable_from · FlowNeed: flow
DerivedNeed: derived · RatioNeed: ratio per of · Lead: nations min_share fixed · Whole: unit_type share
Resilience: loss_of names · AmbitionGroup: lines share
GoalEntry: minimise priority tolerance load key ignore_below block · Tolerance: relative absolute points
Criterion: metric title priority phase weight key
Selector: nation nation_not group group_not offer offer_not country country_not site site_not kind kind_not domain domain_not
Selector: unit_type unit_type_not requirement requirement_not pillar pillar_not lead lead_not
OptionEntry: extends change
"""
# What is said of things, and changes no plan: reports, tables and people read it.
TOLD = """
ScenarioFile: marking as_of notes thresholds brief prices rounds releasable_to · Prices: year currency · Thresholds: *
Phase: title · CapabilityEntry: title unit notes · OptionEntry: title intent
Brief: reference originator recipients decisions risks assumptions decision_points recommend next_steps
Decision: * · Risk: * · DecisionPoint: * · Round: *
NationEntry: title role gdp_busd defence_busd active_personnel coordinates stance stance_date notes source confidence
HostEntry: owner notes source confidence
CaveatEntry: owner notes source confidence
ConditionEntry: title probability owner notes source confidence
UnitTypeEntry: title symbol basis notes source confidence
OfferRow: title committed_to notes source confidence · PinEntry: notes source
SiteEntry: title coordinates basis notes source confidence · Expansion: name
AreaEntry: title notes source confidence · RouteEntry: notes source confidence
RequirementEntry: title domain basis notes source confidence
"""
# What is read and checked, and said to be without effect so far.
NOTED = """
ScenarioFile: training equipment finance
Prices: rates · Limits: budget_meur_per_year · Switches: *
NationEntry: releasable_to
OfferRow: reliability languages releasable_to
SiteEntry: releasable_to
RequirementEntry: releasable_to
Selector: purpose purpose_not
Brief: lines_of_effort
Training: * · Course: * · Formation: * · Equipment: * · Donation: * · Purchase: * · Finance: * · Fund: * · Pledge: *
"""


def keys(words: str) -> set[str]:
    """Return record.key of each key in a set."""
    parts = (part.split(":") for line in words.strip().split("\n") for part in line.split(" · "))
    return {f"{record.strip()}.{key}" for record, named in parts for key in named.split()}


# A scenario in which each obeyed key stands at least once, and acts.
FULL: dict[str, Any] = {
    "format": 1,
    "title": "Every key",
    "calendar": {
        "start": "2026-01-01", "d_day": "2026-02-01", "alert": "D-31", "step": "auto",
        "phases": {"entry": {"months": 3}, "stay": {"months": 6}, "hold": {"months": 3}},
    },
    "consent": "explicit",
    "nations": {
        "FRA": {"groups": ["EU"], "limits": {
            "deployed_personnel": 2000, "country": {"UKR": 900}, "domain": {"land": 1500}, "reserve": {"coy": 1},
            "budget_meur_per_year": 10,
        }, "given_share": "50%", "releasable_to": "FRA"},
        "EST": {"groups": ["EU"]}, "CAN": {}, "GBR": {"groups": ["ROW"]},
    },
    "hosts": {
        "UKR": {"allow": ["EU", "CAN"], "requires": "vote", "from": "D", "until": "2026-12-01", "ceiling": 5000},
        "POL": {"allow": "all", "kinds": ["hub"], "sites": ["hub"]},
    },
    "caveats": {
        "soft": {"nations": "GBR", "forbid": {"unit_type": "sqn", "country": "POL"}, "soft": True, "price": 2},
        "late": {"groups": "EU", "forbid": {"kind": "port"}, "unless": "accord", "from": "stay", "until": "hold"},
        "led": {"nations": "EST", "forbid": {"lead": "FRA", "requirement": "line"}},
        "else": {"groups": "EU", "forbid": {"lead_not": ["EST", "CAN"]}, "until": "hold"},
    },
    "conditions": {
        "vote": {"granted": True, "from": "D", "until": "2026-12-15", "starts_notice": True},
        "accord": {"granted": "if-earned", "latch": True, "earned_when": {"all": [
            {"after": "vote"},
            {"any": [
                {"nation": "FRA", "measure": "capability", "capability": "inf", "in": {"country": "UKR"}, "without": "needs-it",
                 "at_least": {"stay": 1}},
                {"group": "EU", "at_least": 100},
            ]},
        ]}},
        "late": {"granted": "if-earned", "opens": "eng", "earned_when": {"any": [
            {"at_least": 1, "measured_in": "previous"}, {"at_least": 1, "basis": "offers"}, {"quorum": 1, "of": ["vote"]},
            {"fund": "chest", "at_least": 1}, {"lead": "FRA", "at_least": 1},
        ]}},
    },
    "capabilities": {"inf": {}, "eng": {}, "mcm": {}, "post": {}},
    "unit_types": {
        "coy": {"domain": "land", "personnel": 100, "provides": {"inf": 1, "post": 2}, "occupies": {"beds": 100}, "tour_months": 6,
                "dwell_months": 12, "overlap_days": 20, "home_availability": "90%", "cost_meur": {"month": 1, "move": 2},
                "consumes": {"supply": 1}, "lift_t": 5},
        "sqn": {"domain": "land", "personnel": 80, "provides": {"eng": 1}, "cost_meur": {"month": 1}},
        "ship": {"domain": "sea", "personnel": 40, "provides": {"mcm": 1}, "tonnes": 600, "cost_meur": {"month": 1}},
    },
    "substitutes": {"sqn": {"inf": "50%", "max_share": "20%"}},
    "offers": {
        "FRA-coy": [
            {"nation": "FRA", "unit_type": "coy", "in_cycle": 12, "pool": "joint", "tour_months": 4, "dwell_months": 8,
             "home_availability": "80%", "pillars": ["reassurance", "neighbour"], "min_contribution": 2, "status": "announced",
             "basis": "quoted", "reliability": "70%", "committed_to": "elsewhere", "languages": "fr", "releasable_to": "FRA"},
            {"tier": 2, "in_cycle": 6, "requires": ["vote", {"any": ["accord", "vote"]}], "from": "stay", "until": "hold",
             "notice_days": 20},
        ],
        "EST-coy": {"nation": "EST", "unit_type": "coy", "deployed": 1, "only_at": ["camp"]},
        "CAN-sqn": {"nation": "CAN", "unit_type": "sqn", "one_tour": 2, "not_at": ["hub"]},
        "GBR-sqn": {"nation": "GBR", "unit_type": "sqn", "deployed": 1},
        "GBR-ship": {"nation": "GBR", "unit_type": "ship", "deployed": 2},
    },
    "pairs": [
        {"nation": "EST", "only_with": "FRA", "in": {"pillar": "reassurance"}},
        {"nation": "EST", "together": ["CAN"], "in": {"requirement": "line"}},
        {"nation": "GBR", "apart": ["CAN"], "in": {"requirement": "line"}},
    ],
    "sites": {
        "camp": {"country": "UKR", "kind": "camp", "capacity": {"beds": 900}, "baseline_load": {"beds": 100}, "works_from": "2026-01-10",
                 "opening": {"months": 1, "cost_meur": 3}, "monthly_meur": 1, "payer": "FRA", "reception": {"persons": 5},
                 "expansion": [{"name": "tents", "capacity": {"beds": 1}, "months": 1, "cost_meur": 2, "works_from": "entry"}],
                 "exposure": 2, "stock_days": 3, "releasable_to": "FRA"},
        "hub": {"country": "POL", "kind": ["hub"], "existing": True, "capacity": {"beds": 900}},
        "port": {"country": "UKR", "kind": "port", "existing": True},
    },
    "areas": {"sea": {
        "sites": ["port"],
        "limits": [{"name": "all", "of": "tonnes", "who": {"domain": "sea"}, "at_most": 900},
                   {"name": "each", "of": "units", "per": "nation", "at_most": 1}],
        "stay": {"who": {"domain": "sea"}, "days": 21},
        "requires": {"who": {"group_not": "EU"}, "condition": "accord"},
    }},
    "routes": {"road": {"from": "hub", "to": "camp", "capacity_tpd": 5, "mode": "road", "days": 2, "usable_from": "2026-02-01"}},
    "placement_costs": [{"offer": "FRA-coy", "site": "camp", "cost_meur": 1}],
    "requirements": {
        "line": {"pillar": "reassurance", "needs": {"inf": {"entry": 2, "stay": 5}, "eng": {"stay": 1}},
                 "minimum": {"inf": "50%", "eng": 1},
                 "area": {"country": "UKR", "site_not": "port"}, "lead": {"nations": ["FRA", "EST"], "min_share": "30%", "fixed": True},
                 "max_nations": 3, "min_contribution": {"personnel": 100}, "whole": {"unit_type": "coy", "share": "50%"},
                 "resilience": {"loss_of": "nation"}, "standby": False},
        "sea": {"pillar": "neighbour", "needs": {"mcm": {"stay": 2}}, "area": ["port"], "priority": 2, "weight": 2,
                "resilience": {"loss_of": "group", "names": ["EU"]}, "releasable_to": "FRA"},
        "rear": {"pillar": "neighbour", "needs": {"inf": {"derived": {"ratio": "20%", "per": {"requirement": "line"}, "of": "inf"}}},
                 "area": {"kind": "hub"}, "cover": True},
        "posts": {"pillar": "neighbour", "needs": {"post": {"derived": {"ratio": "1%", "per": {"pillar": "reassurance"}}}}, "hard": True},
        "flow": {"pillar": "neighbour", "needs": {"post": {"derived": {"flow": "supply"}}}, "standby": {"backs": ["line"]}},
    },
    "level_of_ambition": [{"lines": {"requirement": ["line"]}, "share": "200%"}],
    "training": {"grades": ["recruit"]},
    "equipment": {"stock": {"kit": 1}},
    "finance": {"funds": {"chest": {"balance_meur": 1}}},
    "rounds": [{"name": "first", "deadline": "2026-01-01"}],
    "baseline": {
        "table": [
            {"offer": "FRA-coy", "requirement": "line", "site": "camp", "phase": "stay", "units": 2},
            {"offer": "EST-coy", "requirement": "line", "site": "camp", "from": "stay", "until": "hold", "units": 1},
        ],
        "weights": {"exploratory": 1, "offered": 2, "announced": 8, "deployed": 30, "unused": 3},
        "most_changed_nations": 2, "per_site": True,
    },
    "releasable_to": ["FRA"],
    "prices": {"year": 2026, "rates": {"USD": 0.9}},
    "model": {"training": "off", "rotation": "tours", "asks": "allowed"},
    "pins": [
        {"place": {"nation": ["FRA"], "offer_not": ["EST-coy"], "unit_type_not": ["ship"], "site": ["camp", "hub"]},
         "at_least": 1, "at_most": 9, "from": "stay", "until": "hold"},
        {"place": {"group": "EU", "offer": ["FRA-coy"], "pillar_not": ["neighbour"], "nation_not": ["EST"]}, "exactly": 3,
         "from": "stay", "until": "hold"},
        {"forbid": {"domain_not": ["land"], "kind_not": ["port"], "country_not": ["POL"], "requirement_not": ["rear"]}},
    ],
    "goals": [
        {"minimise": "below_minimum", "tolerance": {"points": "1%"}}, {"minimise": "shortfall", "priority": 1, "tolerance": "2%"},
        {"minimise": "shortfall", "priority": 2}, {"minimise": "resilience_gap"}, {"minimise": "uncovered"},
        {"minimise": "cost", "tolerance": {"relative": "3%", "absolute": 5}},
        {"minimise": "peak_burden", "load": "cost", "key": "equal", "ignore_below": 1, "block": "lexicographic"},
    ],
    "criteria": [
        {"metric": "cost", "weight": 2}, {"metric": "coverage", "priority": 1, "phase": "stay", "title": "first", "pillar": "reassurance"},
        {"metric": "peak_burden", "key": "equal"},
    ],
    "yardstick": "less",
    "brief": {"recipients": ["all"], "risks": [{"risk": "late"}], "assumptions": ["none"], "lines_of_effort": ["force"],
              "decision_points": [{"name": "go", "at": "D"}], "recommend": "less", "next_steps": ["meet"]},
    "options": {"less": {"title": "Less", "change": {"consent": "assumed"}}},
}  # fmt: skip
