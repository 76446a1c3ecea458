"""Parts of what the services are told about adoptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import NotRequired, TypedDict


class EvidenceWish(TypedDict):
    """What shows it: an address, words, or both; name no person."""

    link: NotRequired[str | None]
    text: NotRequired[str | None]


class VariantWish(TypedDict):
    """Where what a council adapted differs from what was released, and perhaps where it can be seen."""

    differs_in: Sequence[str]
    link: NotRequired[str | None]
