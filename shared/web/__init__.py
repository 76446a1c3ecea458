"""HTTP, the same in every service: problems, resources, pages, calls, health, operators' routes."""
