"""How tests, benchmarks and the demo bring services to a state: steps as data, and those who play them."""
