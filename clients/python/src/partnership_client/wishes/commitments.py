"""Parts of what the services are told about commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import TypedDict

from partnership_client.words import RoleName


class MonthGivenWish(TypedDict):
    """The same, and in which month."""

    role: RoleName
    days: float
    month: str
