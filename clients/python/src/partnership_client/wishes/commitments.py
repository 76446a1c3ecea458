"""Parts of what the services are told about commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.
# ruff: noqa: A002, E501 - the API's own names and sentences

from typing import Literal, TypedDict


class MonthGivenWish(TypedDict):
    """The same, and in which month."""

    role: Literal[
        "delivery-board",
        "sponsor",
        "project-lead",
        "council-digital-lead",
        "benefits-owner",
        "security-contact",
        "digital-office",
    ]
    days: float
    month: str
