"""The settings under test are the file that the environment names, and their agencies are found by sector."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.framework.file import load
from local import partnership
from local.partnership import FRAMEWORK, FRAMEWORK_FILE, name_of

SETTINGS = sorted(FRAMEWORK_FILE.parent.glob("*.yaml"))
ROOT = Path(partnership.__file__).parents[1]


@pytest.mark.parametrize("file", SETTINGS, ids=lambda file: file.name)
def test_settings_under_test_are_those_that_the_environment_names(file: Path) -> None:
    command = [sys.executable, "-c", "from local.partnership import PARTNERSHIP_CODE; print(PARTNERSHIP_CODE)"]
    chosen = os.environ | {"LEARNING_TEST_FRAMEWORK": str(file)}
    printed = subprocess.run(command, cwd=ROOT, env=chosen, capture_output=True, text=True, check=True).stdout
    assert printed.strip() == load(file).partnership.code


def test_each_named_agency_is_another_one() -> None:
    named = (
        "COUNCIL",
        "SECOND_COUNCIL",
        "POLICE",
        "HEALTH_BOARD",
        "HOSPITAL",
        "SECOND_HOSPITAL",
        "COMMUNITY_HEALTH",
        "AMBULANCE",
    )
    codes = {getattr(partnership, name) for name in named}
    assert len(codes) == len(named)
    assert codes <= FRAMEWORK.agency_codes()


def test_name_of_an_agency_is_its_name_in_the_settings() -> None:
    assert [name_of(each.code) for each in FRAMEWORK.agencies] == [each.name for each in FRAMEWORK.agencies]
    assert name_of("partnership") == FRAMEWORK.partnership.name
    assert name_of("independent") == "independent"
