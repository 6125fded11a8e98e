"""Events, their envelope and their catalogue."""
