"""What a text hides from whoever only searches it."""

import base64
import re

RUN = re.compile(r"[A-Za-z0-9+/]{12,}={0,2}")


def unwrapped(text: str) -> str:
    """The text, and after it all that base64 hides in it, however often: what is only encoded is not sealed."""
    return "\n".join([text, *(unwrapped(_decoded(run)) for run in RUN.findall(text))])


def _decoded(run: str) -> str:
    whole = run.rstrip("=")
    return base64.b64decode(whole[: len(whole) // 4 * 4]).decode(errors="replace")
