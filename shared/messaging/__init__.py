"""Hearing events: subscriptions, their streams and durables, settling, dead letters, and a supervisor over all."""
