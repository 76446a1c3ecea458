"""The contracts that the gateway serves: the OpenAPI document of all four services, and AsyncAPI of their events."""
