"""Parts of what the services are told about calls."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import NotRequired, TypedDict

from partnership_client.request import Day
from partnership_client.words import RoleName

AskWish = TypedDict(
    "AskWish",
    {"role": RoleName, "days_per_month": float, "from": Day, "to": Day, "councils_wanted": NotRequired[int | None]},
)
"""A role: how many days a month of each council, from when to when, and of how many councils."""


class PlannedGateWish(TypedDict):
    """A gate of the project that is planned for a day."""

    name: str
    on: Day
