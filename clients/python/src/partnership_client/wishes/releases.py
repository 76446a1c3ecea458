"""Parts of what the services are told about releases."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import NotRequired, TypedDict

from partnership_client.words import RoleName


class PutInWish(TypedDict):
    """A deliverable and whether it is ready to hand over."""

    deliverable: str
    ready: NotRequired[bool]
    note: NotRequired[str | None]


class AnsweredWish(TypedDict):
    """In whose name something out of the ordinary is done, and why."""

    by_role: RoleName
    reason: str


class AmendedWish(TypedDict):
    """One thing that is put right: what it is about, how it stood, and how it is to be read."""

    about: str
    was: NotRequired[str | None]
    now: NotRequired[str | None]
