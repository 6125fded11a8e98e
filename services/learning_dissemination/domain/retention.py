"""The retention of what a person says they will do (docs/access.md "Retention and legal holds")."""

from services.chassis.rules.retention import Period

ACKNOWLEDGEMENT = Period("acknowledgement", since=lambda acknowledgement: acknowledgement.at.date())
