"""What may happen in councils: pure functions of a state, a wish and now, that return an event or refuse."""
