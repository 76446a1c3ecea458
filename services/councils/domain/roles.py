"""The roles whose work a council gives: as the programme names them, never a person."""

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
