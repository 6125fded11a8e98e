"""The table of slopes: what an answer costs as more and more is stored (docs/benchmarks.md "Slopes")."""
