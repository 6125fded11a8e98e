"""What every service stands on. It imports no service."""
