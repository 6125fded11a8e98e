"""`python -m demo`: a stack of its own, the story on it, and nothing left running."""

import sys

from demo.play import told
from tests.support.stack import passing_stack


def main() -> None:
    print("Starting broker, store and four services, each a process of its own ...", flush=True)
    try:
        with passing_stack() as stack:
            code = told(stack)
    except KeyboardInterrupt:
        sys.exit("Interrupted; nothing is left running.")
    sys.exit(code)


if __name__ == "__main__":
    main()
