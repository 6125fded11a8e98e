"""`python -m demo`: a stack of its own, the story on it, and nothing left running."""

import argparse
import sys

from demo.play import asked_for, story_of, told
from local.stack import passing_stack


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo", description="Plays the story on a stack of its own.")
    options = asked_for(parser)
    print("Starting broker, store and four services, each a process of its own ...", flush=True)
    try:
        with passing_stack() as stack:
            code = told(stack, story_of(options), options.page)
    except KeyboardInterrupt:
        sys.exit("Interrupted; nothing is left running.")
    sys.exit(code)


if __name__ == "__main__":
    main()
