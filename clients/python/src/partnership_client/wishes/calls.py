"""Parts of what the services are told about calls."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.
# ruff: noqa: A002, E501 - the API's own names and sentences

from typing import Literal, NotRequired, TypedDict

from partnership_client.call import Day

AskWish = TypedDict(
    "AskWish",
    {
        "role": Literal[
            "delivery-board",
            "sponsor",
            "project-lead",
            "council-digital-lead",
            "benefits-owner",
            "security-contact",
            "digital-office",
        ],
        "days_per_month": float,
        "from": Day,
        "to": Day,
        "councils_wanted": NotRequired[int | None],
    },
)
"""A role: how many days a month of each council, from when to when, and of how many councils."""


class PlannedGateWish(TypedDict):
    """A gate of the project that is planned for a day."""

    name: str
    on: Day
