"""Reports: the programme's figures as at any day, as they were known at any time; no login is needed."""

from typing import Annotated

import typer

from partnership_cli.completion import projects, releases
from partnership_cli.desk import Desk, command, noun
from partnership_cli.options import AsAt, KnownAt
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("report", "The programme's figures, as at any day.")

REPORTS = {
    "programme": "how far the programme is: phases, members, projects, benefits",
    "phases": "which phases projects are in",
    "gates": "decisions at gates, and conditions not yet settled",
    "confidence": "confidence in delivery: own and independent ratings apart",
    "work-requests": "what projects asked of councils, and what came of it",
    "deliverables": "which states deliverables are in",
    "withdrawals": "what was superseded or withdrawn, and who acknowledged it",
    "calls": "calls, answers and shortfalls",
    "benefits": "benefit profiles by type, never added across types",
    "council-benefits": "councils' own figures of benefits, as far as they are public",
    "capacity": "what councils give, promise and deliver together, month by month",
    "roles": "in how many councils a role lacks a holder or a deputy",
    "releases": "releases: closed, planned and not recorded",
    "adoption": "who has taken up what: shares with their denominators",
    "membership": "the members, and what sources counted",
}


LINKS = columns("href", "title")


@command(app, "list", listing=True)
def list_reports(desk: Desk) -> None:
    """List the reports there are."""
    desk.show.listing(desk.service.get("/reports"), LINKS)


def _report(name: str, said: str) -> None:
    def show(desk: Desk, as_at: AsAt = None, known_at: KnownAt = None) -> None:
        desk.document(path("reports", name), as_at=as_at, known_at=known_at)

    show.__doc__ = f"Report on {name}: {said}."
    command(app, name)(show)


for _name, _said in REPORTS.items():
    _report(_name, _said)


@command(app, "show")
def show_report(
    desk: Desk,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `report list` has it, one that is newer as well.")],
    as_at: AsAt = None,
    known_at: KnownAt = None,
) -> None:
    """Show any report by its name."""
    desk.document(path("reports", name), as_at=as_at, known_at=known_at)


@command(app, "membership-changes")
def report_on_changes(
    desk: Desk,
    since: Annotated[str, typer.Option(metavar="TIME", help="What was known then: 2026-11-01T12:00:00Z.")],
    as_at: AsAt = None,
    known_at: KnownAt = None,
) -> None:
    """Report why the figures of a day are others than they were when less was known."""
    desk.document("/reports/membership/changes", since=since, as_at=as_at, known_at=known_at)


@command(app, "release")
def report_on_release(
    desk: Desk,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The release's key.", autocompletion=releases)],
    as_at: AsAt = None,
    known_at: KnownAt = None,
) -> None:
    """Report on one release: what went in, what was carried over, and who took it up."""
    desk.document(path("reports", "releases", key), as_at=as_at, known_at=known_at)


@command(app, "project")
def report_on_project(
    desk: Desk,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The project's key.", autocompletion=projects)],
    as_at: AsAt = None,
    known_at: KnownAt = None,
) -> None:
    """Report on one project: phases, gates, confidence, deliverables, benefits, calls."""
    desk.document(path("reports", "projects", key), as_at=as_at, known_at=known_at)
