"""A web address as people paste it, such as a link to a shared file (AT3). It stays in the state: no event carries it."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

LONGEST = 2000
WEB_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?([/?#][!-~]*)?")
"""A host, then any printable characters without blanks. A name and password before the host are not taken."""


def is_web_address(text: str) -> str:
    """Returns the address. Refuses what no browser opens, and addresses without encryption."""
    if not WEB_ADDRESS.fullmatch(text):
        raise PydanticCustomError("web_address", "not a web address")
    return text


WebAddress = Annotated[str, Field(max_length=LONGEST), AfterValidator(is_web_address)]
