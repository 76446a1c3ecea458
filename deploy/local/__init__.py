"""The whole system on one machine, from wheels: real PostgreSQL, NATS and Caddy, and the four services."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
