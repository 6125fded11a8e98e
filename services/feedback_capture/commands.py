"""Every command of feedback capture: where it comes in, what decides it, and who may give it (spec: access.md)."""

from services.chassis.kinds import Command, Kind

KINDS: tuple[Kind, ...] = ()

COMMANDS: tuple[Command, ...] = ()
