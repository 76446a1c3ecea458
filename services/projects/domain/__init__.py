"""What may happen in projects: pure functions of a state, a wish and today, that return an event or refuse."""
