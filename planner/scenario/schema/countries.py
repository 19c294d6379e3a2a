"""The codes of countries, ISO 3166 alpha-3, and the two letters that are often written in their place."""

import re
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from planner.scenario.schema.record import near, shown, slip
from planner.scenario.schema.values import named

CODE = re.compile(r"[A-Z]{3}")
# Europe, NATO, and who else spoke of a mission: two letters, then three. UK and EL are no ISO codes, and are written all the same.
PAIRS = """
AL ALB  AM ARM  AT AUT  AU AUS  AZ AZE  BA BIH  BE BEL  BG BGR  BR BRA  BY BLR  CA CAN  CH CHE  CL CHL  CN CHN  CY CYP  CZ CZE
DE DEU  DK DNK  EE EST  EL GRC  ES ESP  FI FIN  FR FRA  GB GBR  GE GEO  GR GRC  HR HRV  HU HUN  ID IDN  IE IRL  IN IND  IS ISL
IT ITA  JP JPN  KR KOR  KZ KAZ  LT LTU  LU LUX  LV LVA  MD MDA  ME MNE  MK MKD  MT MLT  NL NLD  NO NOR  NZ NZL  PL POL  PT PRT
RO ROU  RS SRB  RU RUS  SA SAU  SE SWE  SI SVN  SK SVK  TR TUR  UA UKR  UK GBR  US USA  XK XKX  ZA ZAF
"""
THREE = dict(pair.split() for pair in re.split(r"\s{2,}|\n", PAIRS.strip()))


def code(value: Any) -> str:
    """Read the key of a country: three capital letters, which are all that is judged here."""
    found = named(value)
    if CODE.fullmatch(found):
        return found
    meant = THREE.get(found.upper()) or (found.upper() if CODE.fullmatch(found.upper()) else near(found, THREE.values()))
    hint = f"ISO 3166 alpha-3: {found} → {meant}" if meant else "write the three capital letters of ISO 3166 alpha-3, as in FRA"
    raise slip(f"{shown(found)} is no code of a country", hint, meant)


Country: TypeAlias = Annotated[str, BeforeValidator(code), WithJsonSchema({"type": "string", "pattern": f"^{CODE.pattern}$"})]
