"""Every command of action tracking."""

from services.action_tracking.commands import action, obligation, role_holder

COMMANDS = (*obligation.COMMANDS, *action.COMMANDS, *role_holder.COMMANDS)
