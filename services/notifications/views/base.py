"""Where the resources of this service stand."""

BASE = "/api/v1"
