"""Benefits: what projects are to bring, and each council's own figures: forecast, claimed, then verified."""

from typing import Annotated, Literal

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.importing import Csv, DryRun, Key, import_file
from partnership_cli.options import AsAt, Council, Effective, OfCouncil, OfProject, Reason
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("benefits", "Benefit profiles, and councils' own figures.")

Profile = Annotated[str, typer.Argument(metavar="PROFILE", help="The benefit profile's key.")]
Period = Annotated[str, typer.Argument(metavar="PERIOD", help="As 2027, 2027-Q1 or 2027-02.")]
Stage = Annotated[
    Literal["forecast", "claimed", "verified"], typer.Argument(metavar="STAGE", help="forecast, claimed or verified.")
]
OfProfile = Annotated[str | None, typer.Option("--profile-key", metavar="KEY", help="Only of this benefit profile.")]
OfType = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only of this type, as cost-avoidance.")]
OfPeriod = Annotated[str | None, typer.Option("--period", metavar="PERIOD", help="Only within this, as 2027-Q1.")]
ByRole = Annotated[str, typer.Option("--by-role", metavar="ROLE", help="Who says so.")]

PROFILES = columns(
    "key",
    "project",
    "type",
    "measure",
    "unit",
    "target=target.value",
    "next due=next_due",
    more=("statement", "class_as_found", "amount_gbp", "basis", "owner_role", "baseline.value", "source", "version"),
)
FIGURES = columns(
    "council",
    "profile",
    "period",
    "stage",
    "value",
    "unit",
    "by role=by_role",
    "visibility",
    more=(
        "project",
        "type",
        "measure",
        "withdrawn",
        "evidence",
        "note",
        "reason",
        "effective",
        "recorded_at",
        "version",
    ),
)


@command(app, "profiles", listing=True)
def list_profiles(
    desk: Desk, project: OfProject = None, of_type: OfType = None, as_at: AsAt = None, limit: Limit = None
) -> None:
    """List benefit profiles: what projects are to bring."""
    desk.listing("/benefit-profiles", PROFILES, limit=limit, project=project, type=of_type, as_at=as_at)


@command(app, "profile")
def show_profile(desk: Desk, key: Profile, as_at: AsAt = None) -> None:
    """Show one benefit profile."""
    desk.document(path("benefit-profiles", key), as_at=as_at)


@command(app, "list", listing=True)
def list_figures(
    desk: Desk,
    council: OfCouncil = None,
    of_profile: OfProfile = None,
    project: OfProject = None,
    of_type: OfType = None,
    stage: Annotated[str | None, typer.Option(help="Only this stage: forecast, claimed or verified.")] = None,
    period: OfPeriod = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List the councils' figures that this client may see."""
    desk.listing(
        "/benefits",
        FIGURES,
        limit=limit,
        council=council,
        profile=of_profile,
        project=project,
        type=of_type,
        stage=stage,
        period=period,
        as_at=as_at,
    )


@command(app, "totals")
def show_totals(
    desk: Desk,
    of_profile: OfProfile = None,
    project: OfProject = None,
    of_type: OfType = None,
    period: OfPeriod = None,
    as_at: AsAt = None,
) -> None:
    """Show totals by type, unit and stage, never added together; of fewer than five councils, none."""
    desk.document("/benefits/totals", profile=of_profile, project=project, type=of_type, period=period, as_at=as_at)


@command(app, "show")
def show_figure(
    desk: Desk, council: Council, profile_key: Profile, period: Period, stage: Stage, as_at: AsAt = None
) -> None:
    """Show a figure with all that was told of it."""
    desk.document(path("benefits", council, profile_key, period, stage), as_at=as_at)


@command(app, "tell")
def tell_figure(
    desk: Desk,
    council: Council,
    profile_key: Profile,
    period: Period,
    stage: Stage,
    value: Annotated[float, typer.Argument(metavar="VALUE", help="The figure.")],
    unit: Annotated[str, typer.Option(metavar="UNIT", help="The profile's unit.")],
    by_role: ByRole,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="Where it can be seen; several times.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What is to be said of it.")] = None,
    corrects: Annotated[
        int | None, typer.Option(metavar="VERSION", help="The version of it that this sets right.")
    ] = None,
    reason: Reason = None,
    effective: Effective = None,
) -> None:
    """Tell a council's figure: forecast, claimed once the period is over, then verified by another role."""
    wish = {
        "council": council,
        "profile": profile_key,
        "period": period,
        "stage": stage,
        "value": value,
        "unit": unit,
        "by_role": by_role,
        "evidence": evidence or None,
        "note": note,
        "corrects": corrects,
        "reason": reason,
        "effective": effective,
    }
    answer = desk.service.post("/benefits", wish)
    desk.done(f"{answer['council']} {stage} {value:g} {unit} of {profile_key} for {period}.", answer)


@command(app, "withdraw")
def withdraw_figure(
    desk: Desk,
    council: Council,
    profile_key: Profile,
    period: Period,
    stage: Stage,
    by_role: ByRole,
    reason: Annotated[str, typer.Option(help="Why.")],
    effective: Effective = None,
) -> None:
    """Take a figure back, for a reason; that it was told stays."""
    wish = {"by_role": by_role, "reason": reason, "effective": effective}
    answer = desk.service.post(path("benefits", council, profile_key, period, stage, "withdraw"), wish)
    desk.done(f"{answer['council']} took its {stage} figure of {profile_key} for {period} back.", answer)


@command(app, "visibility")
def show_to(
    desk: Desk,
    council: Council,
    profile_key: Profile,
    period: Period,
    stage: Stage,
    visibility: Annotated[str, typer.Argument(metavar="WHO", help="own, programme, family-group or public.")],
) -> None:
    """Say who may see a figure from now on; only its own council does."""
    line = path("benefits", council, profile_key, period, stage)
    answer = desk.service.change("PUT", f"{line}/visibility", {"visibility": visibility}, of=line)
    desk.done(f"This figure may be seen by: {answer['visibility']}.", answer)


@command(app, "import", listing=True)
def import_figures(desk: Desk, file: Csv, dry_run: DryRun = False, idempotency_key: Key = None) -> None:  # noqa: FBT002
    """Import figures from a CSV: all of it, or nothing."""
    import_file(desk, "councils", "benefits", file, dry_run=dry_run, under=idempotency_key)
