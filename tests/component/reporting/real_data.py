"""The real data as the events that loading it brings about, for tests that read what reporting makes of it."""

from collections.abc import Iterator
from pathlib import Path

from deploy.load.data import Data, read
from deploy.load.wishes import STATES
from shared.events import Event
from shared.events import councils as by_councils
from shared.events import projects as by_projects

FOLDER = Path(__file__).parents[3] / "deploy" / "data"
DIGEST = "0" * 64


def data() -> Data:
    return read(FOLDER)


def from_councils(found: Data) -> Iterator[Event]:
    """Councils, their membership, and the counts that sources reported."""
    for council in found.councils:
        yield by_councils.CouncilRegistered(
            council=council.slug, name=council.name, gaelic_name=council.gaelic_name, gss_code=council.gss_code
        )
    since = found.programme.membership
    for council in found.councils:
        yield by_councils.MembershipStarted(
            council=council.slug, effective=since.joined, certainty=since.certainty, source=since.source
        )
    for row in found.counts:
        yield by_councils.MembershipCountReported(
            report=row.key, effective=row.as_of, councils=row.councils, basis=row.basis, source=row.source
        )


def from_projects(found: Data) -> Iterator[Event]:
    """The programme, its projects and deliverables, and the releases; Release One closed."""
    for phase in found.programme.phases:
        yield by_projects.ProgrammePhaseChanged(
            programme="partnership",
            phase=phase.phase,
            effective=phase.starts,
            expected=phase.expected,
            source=phase.source,
        )
    for portfolio in found.programme.portfolios:
        yield by_projects.PortfolioOpened(
            portfolio=portfolio.key,
            name=portfolio.name,
            grouping=portfolio.grouping,
            effective=portfolio.from_,
            ends=portfolio.to,
            source=portfolio.source,
        )
    for lifecycle in found.programme.lifecycles:
        phases = tuple(by_projects.LifecyclePhase(key=phase.key, name=phase.name) for phase in lifecycle.phases)
        yield by_projects.LifecyclePublished(lifecycle=lifecycle.key, number=1, name=lifecycle.name, phases=phases)
    yield from _projects(found)
    yield from _releases(found)


def _projects(found: Data) -> Iterator[Event]:
    for project in found.projects:
        yield by_projects.ProjectRegistered(
            project=project.id,
            name=project.name,
            programme=project.programme,
            lifecycle="service",
            lifecycle_number=1,
            starts=project.dates.start,
            ends=project.dates.end,
        )
        for deliverable in project.deliverables:
            yield by_projects.DeliverableRegistered(
                deliverable=deliverable.key,
                project=project.id,
                name=deliverable.name,
                state=STATES.get(deliverable.state or ""),
            )
        for benefit in project.benefits:
            yield by_projects.BenefitProfiled(
                benefit=benefit.key,
                project=project.id,
                statement=benefit.statement,
                type=benefit.type,
                amount_gbp=benefit.amount_gbp,
                basis=benefit.basis,
            )
    for placement in found.programme.placements:
        yield by_projects.ProjectPlaced(
            project=placement.project,
            portfolio=placement.portfolio,
            effective=placement.from_,
            ends=placement.to,
            reading_of_ours=placement.reading_of_ours,
        )


def _releases(found: Data) -> Iterator[Event]:
    deliverables = {one.key: (project.id, one.name) for project in found.projects for one in project.deliverables}
    for release in found.programme.releases:
        yield by_projects.ReleasePlanned(
            release=release.key,
            number=release.number,
            name=release.name,
            planned_for=release.planned_for,
            state="planned" if release.history_recorded else "not-recorded",
            demonstration=release.demonstration,
            source=release.source,
        )
        items = tuple(
            by_projects.ReleaseItem(
                deliverable=item.deliverable,
                project=deliverables[item.deliverable][0],
                name=deliverables[item.deliverable][1],
                ready=item.ready,
            )
            for item in release.contents
        )
        if items:
            yield by_projects.ReleaseScopeChanged(release=release.key, added=items, effective="2026-11-20")
        if release.closed_on:
            yield closed(release.key, release.name, items, effective=release.closed_on, number=release.number)


def closed(  # a closing has that many facts
    key: str,
    name: str,
    items: tuple[by_projects.ReleaseItem, ...],
    *,
    effective: str,
    number: int | None = None,
    to: str | None = None,
    demonstration: bool = False,
) -> by_projects.ReleaseClosed:
    """Return the closing of a release: what is ready is in it, the rest is carried over."""
    return by_projects.ReleaseClosed(
        release=key,
        number=number,
        name=name,
        effective=effective,
        included=tuple(item for item in items if item.ready),
        carried_over=tuple(item for item in items if not item.ready),
        carried_over_to=to,
        manifest_sha256=DIGEST,
        demonstration=demonstration,
    )


def offered(found: Data, closing: by_projects.ReleaseClosed) -> Iterator[Event]:
    """The adoption lines that a closing opens: each deliverable for every council."""
    for council in found.councils:
        for item in closing.included:
            yield by_councils.AdoptionOpened(
                council=council.slug,
                deliverable=item.deliverable,
                project=item.project,
                release=closing.release,
                state="invited",
                effective=closing.effective,
                demonstration=closing.demonstration,
            )
