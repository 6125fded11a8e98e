"""Pure building blocks, the only part of the chassis that a domain may import."""
