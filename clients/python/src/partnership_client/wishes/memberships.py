"""Parts of what the services are told about memberships."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal, NotRequired, TypedDict

from partnership_client.request import Day


class MembershipFactWish(TypedDict):
    """What was really so: in place of what was told under a number (`corrects`), or what was left out (null)."""

    corrects: NotRequired[int | None]
    standing: Literal["in-principle", "joined", "left", "never"]
    effective: NotRequired[Day | None]
    certainty: NotRequired[Literal["known", "no-later-than", "unknown"] | None]
