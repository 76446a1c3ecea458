"""Arguments and options that several nouns take, with what a shell may complete them to."""

from typing import Annotated

import typer

from partnership_cli.completion import councils, deliverables, projects, releases

Project = Annotated[str, typer.Argument(metavar="KEY", help="The project's key.", autocompletion=projects)]
Release = Annotated[str, typer.Argument(metavar="KEY", help="The release's key.", autocompletion=releases)]
Council = Annotated[
    str, typer.Argument(metavar="COUNCIL", help="Its slug, or any code it has or had.", autocompletion=councils)
]
Deliverable = Annotated[
    str, typer.Argument(metavar="DELIVERABLE", help="The deliverable's key.", autocompletion=deliverables)
]

OfProject = Annotated[
    str | None, typer.Option("--project", metavar="KEY", help="Only of this project.", autocompletion=projects)
]
OfRelease = Annotated[
    str | None, typer.Option("--release", metavar="KEY", help="Only of this release.", autocompletion=releases)
]
OfCouncil = Annotated[
    str | None,
    typer.Option("--council", metavar="COUNCIL", help="Only of this council: slug or code.", autocompletion=councils),
]
OfDeliverable = Annotated[
    str | None,
    typer.Option("--deliverable", metavar="KEY", help="Only of this deliverable.", autocompletion=deliverables),
]

AsAt = Annotated[str | None, typer.Option("--as-at", metavar="DATE", help="What was true on this day, as 2026-11-22.")]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", metavar="TIME", help="What was known then: 2026-11-22T12:00:00Z.")
]
Effective = Annotated[
    str | None, typer.Option("--effective", metavar="DATE", help="Since when it is so; today if left out.")
]
Reason = Annotated[str | None, typer.Option("--reason", help="Why.")]
ByRole = Annotated[str, typer.Option("--by-role", metavar="ROLE", help="In the name of which role.")]
IfVersion = Annotated[
    int | None,
    typer.Option("--if-version", min=0, metavar="N", help="Only if it still has this version; else it ends with 5."),
]
