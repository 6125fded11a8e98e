"""The directory: role holders, kept here and never in settings or source."""
