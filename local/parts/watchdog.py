"""Ends a deployment when the process that started it ends, for whatever reason."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from local.parts.process_identity import end
from local.parts.processes import ROOT, recorded


def mind(folder: Path, *, throw_away: bool) -> subprocess.Popen[bytes]:
    """Starts a watchdog. It acts when this process ends, or when its own standard input closes."""
    command = [sys.executable, "-m", "local.parts.watchdog", str(folder), *(["--throw-away"] if throw_away else [])]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Waits until its standard input closes, then ends the processes on record in the folder."
    )
    parser.add_argument("folder", type=Path, help="the deployment's data")
    parser.add_argument("--throw-away", action="store_true", help="remove the folder, too")
    asked = parser.parse_args()
    sys.stdin.buffer.read()
    end(recorded(asked.folder), grace=0 if asked.throw_away else 5)
    if asked.throw_away:
        shutil.rmtree(asked.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
