"""The settings document of one partnership."""
