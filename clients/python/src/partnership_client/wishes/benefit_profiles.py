"""Parts of what the services are told about benefit profiles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from partnership_client.request import Day


class AttributionWish(TypedDict):
    """How much of what is measured the project accounts for, and by what rule."""

    kind: Literal["whole", "shared", "share"]
    percentage: NotRequired[float | None]
    rule: str


class FigureWish(TypedDict):
    """A value with the day it was true at, or is to be."""

    value: float
    date: Day


class ScheduleWish(TypedDict):
    """How often it is measured, when first and, if ever, when last; it goes on when the project has ended."""

    every: Literal["month", "quarter", "half-year", "year"]
    first_due: Day
    last_due: NotRequired[Day | None]


ClaimMeasureWish = TypedDict(
    "ClaimMeasureWish",
    {
        "programme_wide": NotRequired[bool],
        "councils": NotRequired[Sequence[str]],
        "from": Day,
        "to": NotRequired[Day | None],
    },
)
"""The profile's measure is claimed for a time: of the councils named, or of the whole programme."""
