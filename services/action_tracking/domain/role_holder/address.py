"""The e-mail address of a role holder, checked before it is encrypted (AT5)."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

LONGEST = 254
"""The longest address that the standard allows."""

WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(rf"(?=[^@]{{1,64}}@){WORD}(?:\.{WORD})*@(?:{LABEL}\.)+{LABEL}")
"""Words joined by single dots, then a domain of at least two labels. Quoted names and numbers for domains are not taken."""


def is_email(text: str) -> str:
    """Returns the address. Refuses what no mail can reach."""
    if not EMAIL.fullmatch(text):
        raise PydanticCustomError("email_address", "not an e-mail address")
    return text


Address = Annotated[str, Field(max_length=LONGEST), AfterValidator(is_email)]
