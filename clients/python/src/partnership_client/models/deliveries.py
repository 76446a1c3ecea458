"""What the services answer about deliveries."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.
