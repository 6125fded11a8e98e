"""The partnership whose settings the tests, the demo and the benchmarks use, with its agencies found by sector.

Set LEARNING_TEST_FRAMEWORK to the path of another settings file to use that one.
"""

import os
from pathlib import Path

from contracts.framework.document import Framework, Sector
from contracts.framework.file import load
from contracts.vocabulary.roles import PARTNERSHIP

FRAMEWORK_FILE = Path(__file__).parents[1] / os.environ.get("LEARNING_TEST_FRAMEWORK", "deploy/framework/northmere.yaml")
FRAMEWORK: Framework = load(FRAMEWORK_FILE)


def agencies(sector: Sector, *, statutory_partner: bool = False) -> list[str]:
    """Returns the codes of the agencies of a sector, in the order of the settings."""
    found = (agency for agency in FRAMEWORK.agencies if agency.sector is sector)
    return [agency.code for agency in found if agency.statutory_partner == statutory_partner]


PARTNERSHIP_CODE = FRAMEWORK.partnership.code
PREFIX = FRAMEWORK.partnership.reference_prefix

COUNCIL, SECOND_COUNCIL, *_ = agencies(Sector.LOCAL_AUTHORITY, statutory_partner=True)
POLICE, *_ = agencies(Sector.POLICE, statutory_partner=True)
HEALTH_BOARD, *_ = agencies(Sector.HEALTH_BOARD, statutory_partner=True)
HOSPITAL, SECOND_HOSPITAL, *_ = agencies(Sector.HOSPITAL)
COMMUNITY_HEALTH, *_ = agencies(Sector.COMMUNITY_HEALTH)
AMBULANCE, *_ = agencies(Sector.AMBULANCE)

NAMES = {agency.code: agency.name for agency in FRAMEWORK.agencies} | {PARTNERSHIP: FRAMEWORK.partnership.name}
"""The name of each agency, and of the partnership, by code."""


def name_of(agency: str) -> str:
    """Returns the name that people use for an agency. A code without a name in the settings stays as it is."""
    return NAMES.get(agency, agency)
