"""Field types that are the same everywhere, on the wire and in each store (docs/events.md "Fields")."""

from typing import Annotated

from pydantic import Field, StringConstraints

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PSEUDONYM = r"^(?:child|baby|sibling|young-person)-[a-z0-9]{1,2}$"
REFERENCE = r"^[A-Z]{2,4}-\d{4}-[A-HJ-NP-Z2-9]{4}$"
LINK = r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?$"
SHA256 = r"^[0-9a-f]{64}$"

Id = Annotated[str, StringConstraints(pattern=UUID)]
"""A UUID in lower case. It says nothing about anyone."""

Code = Annotated[str, StringConstraints(pattern=CODE, max_length=64)]
"""A code in kebab-case, from an enumeration or from the settings."""

AgencyCode = Annotated[str, StringConstraints(pattern=CODE, max_length=64), "agency"]
"""The code of an agency, or of the partnership as a whole. A reader of an event checks that the settings have it."""

Reference = Annotated[str, StringConstraints(pattern=REFERENCE)]
"""The reference that people use for a review or an action: partnership, year, four random characters without
look-alikes."""

PersonRef = Annotated[str, StringConstraints(pattern=CODE, max_length=64)]
"""A pseudonymous reference to a person in a role. Never a name."""

Pseudonym = Annotated[str, StringConstraints(pattern=PSEUDONYM)]
"""A pseudonym of a child in scope, too short to hold a name."""

Link = Annotated[str, StringConstraints(pattern=LINK, max_length=512)]
"""The address of the full record, for those who may read it. It has no query and no fragment."""

Sha256 = Annotated[str, StringConstraints(pattern=SHA256)]
Count = Annotated[int, Field(ge=0, strict=True)]
"""A whole number. A text or a truth value is none."""
Ordinal = Annotated[int, Field(ge=1)]
"""A position: first, second, ..."""

Epoch = Annotated[int, Field(ge=1)]
