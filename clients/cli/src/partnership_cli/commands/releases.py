"""Releases: what is in them, whether they can be closed, and closing them for good."""

from typing import Annotated, Any

import typer

from partnership_cli.commands import seals
from partnership_cli.completion import releases
from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import AsAt, ByRole, IfVersion, Reason, Release
from partnership_cli.paths import path
from partnership_cli.show import columns
from partnership_cli.words import counted

app = noun("releases", "Releases: scope, readiness, closing and seals.")

RELEASES = columns(
    "key",
    "number",
    "name",
    "state",
    "planned for=planned_for",
    "closed on=closed_on",
    "ready",
    "not ready=not_ready",
    more=(
        "carried_over_to",
        "freeze_on",
        "frozen",
        "sign_offs_needed",
        "manifest_sha256",
        "amendments",
        "demonstration",
        "source",
        "version",
    ),
)
SCOPE = columns(
    "number", "deliverable", "change", "ready", "reason", "by_role", "effective", more=("after_freeze", "recorded_at")
)


@command(app, "list", listing=True)
def list_releases(desk: Desk, as_at: AsAt = None, limit: Limit = None) -> None:
    """List releases by key."""
    desk.listing("/releases", RELEASES, limit=limit, as_at=as_at)


@command(app, "show")
def show_release(desk: Desk, key: Release, as_at: AsAt = None) -> None:
    """Show a release with what is in it."""
    desk.document(path("releases", key), as_at=as_at)


@command(app, "readiness")
def show_readiness(desk: Desk, key: Release, as_at: AsAt = None) -> None:
    """Show what a release, and each deliverable in it, lacks to be closed."""
    desk.document(path("releases", key, "readiness"), as_at=as_at)


@command(app, "scope-changes", listing=True)
def list_scope_changes(desk: Desk, key: Release, as_at: AsAt = None, limit: Limit = None) -> None:
    """List every change of what a release is to hold."""
    desk.listing(path("releases", key, "scope-changes"), SCOPE, limit=limit, as_at=as_at)


@command(app, "ready")
def say_ready(
    desk: Desk,
    key: Release,
    deliverable: Annotated[str, typer.Argument(help="The deliverable's key.")],
    no: Annotated[bool, typer.Option("--no", help="Say that it is not ready.")] = False,  # noqa: FBT002
    note: Annotated[str | None, typer.Option(help="What is to be said of it.")] = None,
    reason: Reason = None,
    by_role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="In whose name; once the release is frozen.")
    ] = None,
    if_version: IfVersion = None,
) -> None:
    """Put a deliverable into an open release, or say whether it is ready."""
    wish = {"ready": not no, "note": note, "reason": reason, "by_role": by_role}
    answer = desk.service.change(
        "PUT", path("releases", key, "deliverables", deliverable), wish, of=path("releases", key), version=if_version
    )
    desk.done(f"{deliverable} is {'not ' if no else ''}ready in {key}.", answer)


@command(app, "sign-off")
def sign_off(
    desk: Desk,
    key: Release,
    by_role: ByRole,
    refuse: Annotated[bool, typer.Option("--refuse", help="Refuse to sign.")] = False,  # noqa: FBT002
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Sign a release off in the name of a role, or refuse to."""
    wish = {"by_role": by_role, "outcome": "refused" if refuse else "signed", "note": note}
    answer = desk.service.post(path("releases", key, "sign-offs"), wish)
    desk.done(f"{by_role} {'refused to sign' if refuse else 'signed'} {key}.", answer)


@command(app, "close", asks=True)
def close_release(
    desk: Desk,
    key: Release,
    carry_over_to: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="The release that takes what is not ready.", autocompletion=releases),
    ] = None,
    closed_on: Annotated[str | None, typer.Option(metavar="DATE", help="When; today if left out.")] = None,
    override_reason: Annotated[
        str | None, typer.Option(metavar="WHY", help="Close without a sign-off that is needed, for this reason.")
    ] = None,
    override_by: Annotated[str | None, typer.Option(metavar="ROLE", help="In whose name that is.")] = None,
    carry_over_reason: Annotated[
        str | None, typer.Option(metavar="WHY", help="Carry over to a release that is frozen already.")
    ] = None,
    carry_over_by: Annotated[str | None, typer.Option(metavar="ROLE", help="In whose name that is.")] = None,
) -> None:
    """Close a release for good: what is ready is sealed and signed, the rest is carried over."""
    wish: dict[str, Any] = {"carry_over_to": carry_over_to, "closed_on": closed_on}
    if override_reason or override_by:
        wish["override"] = {"by_role": override_by, "reason": override_reason}
    if carry_over_reason or carry_over_by:
        wish["carry_over_because"] = {"by_role": carry_over_by, "reason": carry_over_reason}
    if not desk.yes:
        now = desk.service.get(path("releases", key))
        if now["state"] != "closed":
            desk.agree(
                f"{now['name']} will be closed for good with {now['ready']} ready, {now['not_ready']} not ready."
            )
    answer = desk.service.post(path("releases", key, "close"), wish)
    desk.done(
        f"{answer['name']} was closed on {answer['closed_on']} with {counted(answer['ready'], 'deliverable')}. "
        f"Its seal is sha-256 {answer['manifest_sha256']}.",
        answer,
    )


seals.register(app)
