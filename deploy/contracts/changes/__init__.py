"""What changed in the events since the last release: what is safe, what is not, and whose fields it touches."""
