"""What people look up: facts as they stood at a moment, brought together into reports."""
