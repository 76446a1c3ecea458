"""Hearing events: subscriptions, the streams and durables they need, settling, dead letters, and a supervisor over all."""
