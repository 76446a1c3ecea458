"""Roles: who holds them in each council, which have no holder, and what is kept of a person."""

from typing import Annotated, Any

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.errors import Exit, StoppedError
from partnership_cli.options import AsAt, Council, IfVersion, OfCouncil
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("roles", "Roles in councils: holders, deputies and gaps.")

Role = Annotated[str, typer.Argument(metavar="ROLE", help="The role, as `roles list` shows it.")]
Email = Annotated[str | None, typer.Option(metavar="ADDRESS", help="The address the person is kept under.")]

ROLES = columns("role", "name", "held for=held_for", "description")
GAPS = columns("council", "role", "gaps", "since", "ends")
ERASURES = columns("person", "council", "because", "erased on=erased_on", "roles", "told")


@command(app, "list", listing=True)
def list_roles(desk: Desk) -> None:
    """List the roles there are."""
    desk.show.listing(desk.service.get("/roles"), ROLES)


@command(app, "gaps", listing=True)
def list_gaps(
    desk: Desk,
    council: OfCouncil = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="Only of this role.")] = None,
    gap: Annotated[str | None, typer.Option(metavar="GAP", help="Only this kind of gap.")] = None,
    within_days: Annotated[int | None, typer.Option(min=0, help="A holder who ends so soon is a gap.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List the roles without a holder or a deputy, or with one who ends soon."""
    desk.listing(
        "/councils/roles/gaps",
        GAPS,
        limit=limit,
        empty="No role has a gap.",
        council=council,
        role=role,
        gap=gap,
        within_days=within_days,
        as_at=as_at,
    )


@command(app, "show")
def show_role(
    desk: Desk,
    council: Council,
    role: Role,
    purpose: Annotated[
        str | None, typer.Option(metavar="PURPOSE", help="What the contacts are wanted for; it is written down.")
    ] = None,
    as_at: AsAt = None,
) -> None:
    """Show who holds a role and how they are reached; that it was shown is written down."""
    desk.document(path("roles", council, role), as_at=as_at, purpose=purpose)


@command(app, "set")
def set_role(
    desk: Desk,
    council: Council,
    role: Role,
    name: Annotated[str | None, typer.Option(help="Who holds it.")] = None,
    email: Email = None,
    phone: Annotated[str | None, typer.Option(metavar="NUMBER", help="Where they are called.")] = None,
    deputy_name: Annotated[str | None, typer.Option(help="Who deputises.")] = None,
    deputy_email: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The deputy's address.")] = None,
    deputy_phone: Annotated[str | None, typer.Option(metavar="NUMBER", help="Where the deputy is called.")] = None,
    vacant: Annotated[bool, typer.Option("--vacant", help="Nobody holds it.")] = False,  # noqa: FBT002
    starts: Annotated[str | None, typer.Option(metavar="DATE", help="From when; today if left out.")] = None,
    ends: Annotated[str | None, typer.Option(metavar="DATE", help="The holder's last day.")] = None,
    away_until: Annotated[str | None, typer.Option(metavar="DATE", help="The deputy stands in until then.")] = None,
    correction: Annotated[str | None, typer.Option(help="Why something is told of days that are over.")] = None,
    if_version: IfVersion = None,
) -> None:
    """Say who holds a role from a day on, and who deputises."""
    holder = _person(name, email, phone)
    if (holder is None) != vacant:
        raise StoppedError(
            "Say who holds the role, or that nobody does.",
            hint="Give --name and --email, or --vacant.",
            exits=Exit.USAGE,
        )
    wish: dict[str, Any] = {
        "holder": holder,
        "deputy": _person(deputy_name, deputy_email, deputy_phone),
        "starts": starts,
        "ends": ends,
        "away_until": away_until,
        "correction": correction,
    }
    answer = desk.service.change("PUT", path("roles", council, role), wish, keep=("holder",), version=if_version)
    desk.done(f"{role} of {answer['council']} is {'vacant' if vacant else 'held'} since {answer['since']}.", answer)


@command(app, "erasures", listing=True)
def list_erasures(desk: Desk, limit: Limit = None) -> None:
    """List the contacts that were erased, by id alone."""
    desk.listing("/roles/erasures", ERASURES, limit=limit)


@command(app, "export")
def export_person(desk: Desk, email: Annotated[str, typer.Argument(metavar="ADDRESS", help="Whose data.")]) -> None:
    """Show everything that is kept of a person, for that person; it is written down."""
    desk.show.document(desk.service.post("/roles/exports", {"email": email}))


@command(app, "erase", asks=True)
def erase_person(
    desk: Desk,
    reason: Annotated[str, typer.Option(metavar="REASON", help="As asked-by-the-person or no-longer-needed.")],
    email: Email = None,
    person: Annotated[str | None, typer.Option(metavar="ID", help="The id of the contact.")] = None,
) -> None:
    """Erase all that is kept of a person; the answer says who had been sent it before."""
    if (email is None) == (person is None):
        raise StoppedError("Say who: one of --email and --person.", exits=Exit.USAGE)
    desk.agree(f"All that is kept of {email or person} will be erased for good.")
    wish = {"email": email, "person": person, "reason": reason}
    desk.show.document(desk.service.post("/roles/erasures", wish))


def _person(name: str | None, email: str | None, phone: str | None) -> dict[str, str] | None:
    said = {"name": name, "email": email, "phone": phone}
    return {key: value for key, value in said.items() if value is not None} or None
