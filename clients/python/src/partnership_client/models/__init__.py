"""What the services answer, by noun."""
