"""Words that services take, where several methods take the same."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal, TypeAlias

RoleName: TypeAlias = Literal[
    "delivery-board",
    "sponsor",
    "project-lead",
    "council-digital-lead",
    "benefits-owner",
    "security-contact",
    "digital-office",
]
BenefitType: TypeAlias = Literal["cash-releasing", "cost-avoidance", "quantitative", "qualitative", "dis-benefit"]
