"""Health checks, parked messages and the console for operators."""
