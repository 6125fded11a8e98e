"""What the services promise each other and the agencies: the only thing that they share by import."""
