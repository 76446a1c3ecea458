"""The roles whose work a council gives: as the programme names them, never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from shared.errors import ForbiddenError, NotFoundError

Role = Literal[
    "delivery-board",
    "sponsor",
    "project-lead",
    "council-digital-lead",
    "benefits-owner",
    "security-contact",
    "digital-office",
]

HeldFor = Literal["council", "programme"]
PROGRAMME: Final = "programme"
"""What stands in place of a council for the roles that are held for the whole programme."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a role is called and does, and whether every council has one or the programme has it once."""

    name: str
    description: str
    held_for: HeldFor = "council"


ROLES: Mapping[Role, Described] = {
    "sponsor": Described("Sponsor", "Answers in a council for its part in the programme, and decides for it."),
    "council-digital-lead": Described(
        "Council digital lead", "Leads a council's digital work; what nobody acknowledges rises to this role first."
    ),
    "project-lead": Described("Project lead", "Leads the work that a council does in projects."),
    "benefits-owner": Described("Benefits owner", "Answers for the benefit figures that a council reports."),
    "security-contact": Described("Security contact", "Is reached when there is a security incident."),
    "delivery-board": Described("Delivery board", "Decides at the gates of projects.", PROGRAMME),
    "digital-office": Described("Digital Office", "Runs the programme and operates this software.", PROGRAMME),
}
COUNCIL_ROLES = tuple(role for role, one in ROLES.items() if one.held_for == "council")
PROGRAMME_ROLES = tuple(role for role, one in ROLES.items() if one.held_for == PROGRAMME)


def key(council: str, role: str) -> str:
    """Return the key of a role in a council."""
    return f"{council}.{role}"


def known(council: str, role: str) -> Role:
    """Return the role, if there is one of that name and it is held there."""
    if role not in get_args(Role):
        raise NotFoundError(f"There is no role '{role[:80]}'; there are {', '.join(ROLES)}.", code="unknown-role")
    found = cast("Role", role)
    held_for = ROLES[found].held_for
    if (council == PROGRAMME) != (held_for == PROGRAMME):
        there = PROGRAMME if held_for == PROGRAMME else "{council}"
        raise NotFoundError(
            f"The role '{role}' is not held for '{council}': it stands at /api/v1/roles/{there}/{role}.",
            code="role-held-elsewhere",
        )
    return found


def refuse_others(own: str | None, council: str) -> None:
    """Refuse a council's client (`own` is its council, None for the Office's) the roles of another."""
    if own is not None and own != council:
        raise ForbiddenError(
            f"This client belongs to '{own}'; who holds roles for '{council}' is not its to see or say.",
            code="another-council",
        )
