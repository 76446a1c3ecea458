"""The roles in whose name something is decided, owned or answered: never a person."""

from typing import Literal

Role = Literal[
    "delivery-board",
    "sponsor",
    "project-lead",
    "council-digital-lead",
    "benefits-owner",
    "security-contact",
    "digital-office",
]
