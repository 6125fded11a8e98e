"""Addresses that people type or paste: of a page, and of an e-mail box. They stay in the state: no event carries them."""

from typing import Annotated

from pydantic import StringConstraints

WEB_ADDRESS = r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][!-~]*)?$"
"""A host, then any printable characters without blanks. A name and password before the host are not taken."""
WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
E_MAIL = rf"^{WORD}(\.{WORD})*@({LABEL}\.)+{LABEL}$"
"""Words joined by single dots, then a domain of at least two labels. Quoted names and numbers for domains are not taken."""

WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS, max_length=2000)]
"""A web address as people paste it, such as a link to a shared file."""
EmailAddress = Annotated[str, StringConstraints(pattern=E_MAIL, max_length=254)]
"""An e-mail address, at most as long as the standard allows."""
