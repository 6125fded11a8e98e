"""`python -m demo` starts a stack, plays the story on it, and leaves nothing running."""

import argparse
import sys

from demo.play import asked_for, perform, story_of
from local.grounds.ground import STACK, missing
from local.stack import passing_stack


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo", description="Plays the story on a stack of its own.")
    options = asked_for(parser)
    if reason := missing(STACK):
        sys.exit(f"The demo cannot run with STACK={STACK}, because {reason}.")
    print("Starting broker, store and four services, one process each ...", flush=True)
    try:
        with passing_stack() as stack:
            code = perform(stack, story_of(options), options.page)
    except KeyboardInterrupt:
        sys.exit("Interrupted. Nothing is left running.")
    sys.exit(code)


if __name__ == "__main__":
    main()
