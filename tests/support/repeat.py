"""Runs tests again and again, each time in a process of its own, and says how long every run took: a fault that shows once in
twenty is a fault."""

import argparse
import subprocess
import sys
import time


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.repeat", description="Runs tests several times, with times.")
    parser.add_argument("--times", type=int, default=20, help="how often (20)")
    parser.add_argument("tests", nargs="+", help="what pytest takes")
    asked = parser.parse_args()
    began, failures = time.monotonic(), 0
    for run in range(1, asked.times + 1):
        failures += not passed(asked.tests, f"run {run} of {asked.times}")
    print(f"{asked.times - failures} of {asked.times} runs passed in {time.monotonic() - began:.1f} s")
    sys.exit(1 if failures else 0)


def passed(tests: list[str], what: str) -> bool:
    """One run; its output is shown only when it fails."""
    began = time.monotonic()
    answer = subprocess.run([sys.executable, "-m", "pytest", *tests], capture_output=True, text=True, check=False)
    outcome = "passed" if answer.returncode == 0 else "FAILED"
    print(f"{what}: {outcome} in {time.monotonic() - began:.1f} s", flush=True)
    if answer.returncode:
        print(answer.stdout[-20_000:] + answer.stderr[-5_000:], flush=True)
    return answer.returncode == 0


if __name__ == "__main__":
    main()
