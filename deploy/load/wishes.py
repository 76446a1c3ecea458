"""What the data asks the services to hold: one wish per row, each the POST that would bring it about."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from deploy.load.data import Data
from deploy.load.rows import Project

Json = dict[str, Any]

# the words of the sources, in the words of the register; what is not in here is not recorded
STATES = {
    "planned": "planned",
    "draft": "in-progress",
    "BETA": "beta",
    "LIVE": "live",
    "published": "live",
    "running": "live",
}


@dataclass(frozen=True)
class Wish:
    """One thing that should be there: `key` names it among its kind, `body` sent to `path` would make it."""

    kind: str
    key: str
    path: str
    body: Json

    @property
    def idempotency_key(self) -> str:
        """The same for the same row in every run, so that a repeated request is answered and not done twice."""
        content = json.dumps([self.kind, self.key, self.path, self.body], sort_keys=True)
        return f"load-{hashlib.sha256(content.encode()).hexdigest()[:40]}"


def _said(**fields: Any) -> Json:
    """Return the fields that the sources fill: what they do not say is not sent."""
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None}


def councils(data: Data) -> list[Wish]:
    return [
        Wish(
            "council",
            council.slug,
            "/councils",
            _said(
                slug=council.slug,
                name=council.name,
                gaelic_name=council.gaelic_name,
                statutory_name=council.statutory_name,
                area_name=council.area_name,
                gss_code=council.gss_code,
                code3=council.code3,
                former_gss_codes=council.former_gss_codes,
                population=council.population,
                population_year=council.population_year,
                website=council.website,
            ),
        )
        for council in data.councils
    ]


def memberships(data: Data) -> list[Wish]:
    since = data.programme.membership
    facts = {"joined": since.joined, "certainty": since.certainty, "source": since.source}
    return [
        Wish("membership", council.slug, "/memberships", {"council": council.slug, **facts})
        for council in data.councils
    ]


def counts(data: Data) -> list[Wish]:
    return [
        Wish("membership count", row.key, "/memberships/counts", row.model_dump(exclude={"date_precision"}))
        for row in data.counts
    ]


def phases(data: Data) -> list[Wish]:
    return [Wish("programme phase", row.phase, "/programme/phases", row.model_dump()) for row in data.programme.phases]


def portfolios(data: Data) -> list[Wish]:
    return [Wish("portfolio", row.key, "/portfolios", _said(**row.model_dump())) for row in data.programme.portfolios]


def lifecycles(data: Data) -> list[Wish]:
    return [Wish("lifecycle", row.key, "/lifecycles", row.model_dump()) for row in data.programme.lifecycles]


def projects(data: Data) -> list[Wish]:
    return [Wish("project", project.id, "/projects", _project(data, project)) for project in data.projects]


def _project(data: Data, project: Project) -> Json:
    taking_part = project.participants
    return _said(
        key=project.id,
        name=project.name,
        summary=project.summary,
        programme=project.programme,
        lead_councils=[data.slug(council.gss_code) for council in project.lead_councils],
        other_leads=project.other_leads,
        participants=_said(
            count=taking_part.count,
            councils=[data.slug(council.gss_code) for council in taking_part.councils],
            other=taking_part.other,
        ),
        lifecycle=data.programme.project_lifecycle,
        era=project.era,
        starts=project.dates.start,
        ends=project.dates.end,
        status_seen=project.status_seen,
        sources=project.sources,
        notes=notes(project),
        demonstration=False,
    )


def notes(project: Project) -> str | None:
    """Return the notes, with what was found and has no field of its own: code, release, dated events, targets."""
    said = [project.notes] if project.notes else []
    if project.code:
        said.append(f"Code in the sources: {project.code}.")
    for release in dict.fromkeys(row.release for row in project.deliverables if row.release):
        planned = ", ".join(row.name for row in project.deliverables if row.release == release)
        said.append(f"Planned for {release}: {planned}.")
    if project.dates.other:
        said.append("Dates found: " + "; ".join(f"{dated.date}, {dated.event}" for dated in project.dates.other) + ".")
    if project.targets:
        said.append("Targets found: " + "; ".join(project.targets) + ".")
    return "\n".join(said) or None


def placements(data: Data) -> list[Wish]:
    return [
        Wish(
            "placement",
            f"{row.project} in {row.portfolio}",
            f"/projects/{row.project}/placements",
            _said(portfolio=row.portfolio, from_=row.from_, to=row.to, reading_of_ours=row.reading_of_ours),
        )
        for row in data.programme.placements
    ]


def deliverables(data: Data) -> list[Wish]:
    return [
        Wish(
            "deliverable",
            row.key,
            "/deliverables",
            _said(
                key=row.key,
                project=project.id,
                name=row.name,
                state=STATES.get(row.state) if row.state else None,
                state_as_found=row.state,
                produced_by=row.produced_by,
            ),
        )
        for project in data.projects
        for row in project.deliverables
    ]


def benefits(data: Data) -> list[Wish]:
    return [
        Wish(
            "benefit profile",
            row.key,
            "/benefit-profiles",
            _said(
                key=row.key,
                project=project.id,
                statement=row.statement,
                type=row.type,
                class_as_found=row.class_,
                amount_gbp=row.amount_gbp,
                basis=row.basis,
            ),
        )
        for project in data.projects
        for row in project.benefits
    ]


def releases(data: Data) -> list[Wish]:
    ours = {"note", "our_reading", "closed_on", "contents"}
    return [
        Wish("release", row.key, "/releases", _said(**row.model_dump(exclude=ours))) for row in data.programme.releases
    ]


def contents(data: Data) -> list[Wish]:
    return [
        Wish(
            "contents of a release",
            row.key,
            f"/releases/{row.key}/deliverables",
            {"deliverables": [item.model_dump() for item in row.contents]},
        )
        for row in data.programme.releases
        if row.contents
    ]


def closings(data: Data) -> list[Wish]:
    return [
        Wish("closing of a release", row.key, f"/releases/{row.key}/close", {"closed_on": row.closed_on})
        for row in data.programme.releases
        if row.closed_on
    ]
