"""The outbox: events are written with the change that they tell of, and published from there, for ever if need be."""
