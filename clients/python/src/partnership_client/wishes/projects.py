"""Parts of what the services are told about projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from partnership_client.request import Day
from partnership_client.words import RoleName


class ParticipantsWish(TypedDict):
    """Who takes part, as far as it is known: how many councils, and those that were named."""

    count: NotRequired[int | None]
    councils: NotRequired[Sequence[str]]
    other: NotRequired[Sequence[str]]


class ConditionWish(TypedDict):
    """What must still be done, by whose role, until when."""

    text: str
    owner_role: RoleName
    due: Day


class CriterionWish(TypedDict):
    """Whether a criterion of the gate is met: one of the template's, word for word."""

    text: str
    met: bool
    note: NotRequired[str | None]


class ProductWish(TypedDict):
    """Whether a product that the template expects in the phase exists, and where it is found."""

    name: str
    exists: NotRequired[bool]
    deliverable: NotRequired[str | None]
    link: NotRequired[str | None]


class OverrideWish(TypedDict):
    """A role lets pass what the rules would refuse, and says why."""

    by_role: RoleName
    reason: str


class DecideWish(TypedDict):
    """A gate decision; the grounds are links and deliverables of the register."""

    outcome: Literal["go", "go-with-conditions", "hold", "stop"]
    by_role: RoleName
    decided_on: NotRequired[Day | None]
    reason: NotRequired[str | None]
    evidence: NotRequired[Sequence[str]]
    evidence_deliverables: NotRequired[Sequence[str]]
    conditions: NotRequired[Sequence[ConditionWish]]
    criteria: NotRequired[Sequence[CriterionWish]]
    products: NotRequired[Sequence[ProductWish]]


class PlanPhaseWish(TypedDict):
    """When the project plans to enter a phase, as exactly as it can say."""

    phase: str
    planned: Day
