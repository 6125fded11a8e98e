"""Parts of the local stack: broker, store, services, links and clock."""
