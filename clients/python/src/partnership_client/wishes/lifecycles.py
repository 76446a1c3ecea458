"""Parts of what the services are told about lifecycles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import NotRequired, TypedDict


class GateWish(TypedDict):
    """The gate at a phase's end, and by what it is judged."""

    name: str
    criteria: NotRequired[Sequence[str]]


class TemplatePhaseWish(TypedDict):
    """A phase of a template, with the products expected in it."""

    key: str
    name: str
    products: NotRequired[Sequence[str]]
    gate: NotRequired[GateWish | None]
