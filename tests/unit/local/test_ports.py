"""Deployments that start at the same moment, in several processes, never draw the same port."""

import random
import subprocess
import sys

from local.parts.ports import CHOICE, is_free, is_ours
from local.parts.processes import ROOT
from local.waiting import eventually

OUTSIDE = random.randrange(CHOICE.stop, 32_768)  # noqa: S311 - keeps no secret
"""A port that no deployment draws; another each time, for there may be two runs of the tests on one machine."""
ANOTHER_LAUNCHER = f"""
import sys
from local.parts.ports import is_ours
print(is_ours({OUTSIDE}), flush=True)
sys.stdin.read()
"""


def test_what_another_launcher_has_drawn_is_not_drawn_although_nothing_listens_there_yet() -> None:
    command = [sys.executable, "-c", ANOTHER_LAUNCHER]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "True\n"
        assert is_free(OUTSIDE)
        assert not is_ours(OUTSIDE)
        other.kill()
    assert eventually(lambda: is_ours(OUTSIDE), what="the port of a launcher that has ended may be drawn")
