"""The process that `measuring.alone` starts:

`python -m benchmarks.process MODULE FUNCTION ARGUMENTS`, with one JSON object.
"""

import asyncio
import gc
import json
import sys
from dataclasses import asdict
from importlib import import_module


def main() -> None:
    _, module, function, given = sys.argv
    part = getattr(import_module(module), function)
    gc.freeze()
    print(json.dumps(asdict(asyncio.run(part(**json.loads(given))))))


if __name__ == "__main__":
    main()
