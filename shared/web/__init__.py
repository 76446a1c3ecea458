"""HTTP, the same in every service: problems, resources, pages, calls and their idempotency, health, operators' routes."""
