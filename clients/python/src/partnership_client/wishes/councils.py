"""Parts of what the services are told about councils."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal, NotRequired, TypedDict

from partnership_client.request import Day

GroupFactWish = TypedDict(
    "GroupFactWish",
    {
        "corrects": NotRequired[int | None],
        "council": str,
        "standing": Literal["in", "out", "never"],
        "from": NotRequired[Day | None],
    },
)
"""What was really so: in place of what was told under a number (`corrects`), or what was left out (null)."""
