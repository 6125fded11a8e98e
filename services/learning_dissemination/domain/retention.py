"""The retention of a person's intention: it counts from the acknowledgement (docs/access.md "Retention and legal holds")."""

from services.chassis.rules.retention import Period

ACKNOWLEDGEMENT = Period("acknowledgement", since=lambda acknowledgement: acknowledgement.at.date())
