"""Parts of what the services are told about roles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import NotRequired, TypedDict


class PersonWish(TypedDict):
    """A person as a contact; who has the same e-mail address in the same council is the same person."""

    name: str
    email: str
    phone: NotRequired[str | None]
