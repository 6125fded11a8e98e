"""The rules of action tracking: pure, a package for each aggregate and a file for each decision."""
