"""Parts of what the services are told, by noun."""
