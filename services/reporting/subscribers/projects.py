"""What projects tells: the programme, its portfolios and projects, their deliverables, and the releases."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import ALWAYS, Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def programme_phase(event: said.ProgrammePhaseChanged) -> Iterable[Row]:
    yield (
        models.ProgrammePhaseFact,
        {"programme": event.programme, "phase": event.phase, "expected": event.expected, "source": event.source},
    )


def portfolio_opened(event: said.PortfolioOpened) -> Iterable[Row]:
    yield (
        models.PortfolioFact,
        {
            "portfolio": event.portfolio,
            "opened": True,
            "name": event.name,
            "grouping": event.grouping,
            "ends_day": day(event.ends),
            "source": event.source,
        },
    )


def portfolio_ended(event: said.PortfolioEnded) -> Iterable[Row]:
    yield models.PortfolioFact, {"portfolio": event.portfolio, "opened": False}


def lifecycle(event: said.LifecyclePublished) -> Iterable[Row]:
    phases = [{"key": phase.key, "name": phase.name} for phase in event.phases]
    yield (
        models.LifecycleFact,
        {"lifecycle": event.lifecycle, "number": event.number, "name": event.name, "phases": phases},
    )


def project(event: said.ProjectRegistered) -> Iterable[Row]:
    yield (
        models.ProjectFact,
        {"project": event.project, "programme": event.programme, "demonstration": event.demonstration},
    )
    yield models.ProjectDescriptionFact, _description(event) | {"effective_day": ALWAYS}


def project_details(event: said.ProjectDetailsChanged) -> Iterable[Row]:
    yield models.ProjectDescriptionFact, _description(event)


def _description(event: said.ProjectRegistered | said.ProjectDetailsChanged) -> dict[str, object]:
    return {
        "project": event.project,
        "name": event.name,
        "starts_day": day(event.starts),
        "ends_day": day(event.ends),
    }


def placement(event: said.ProjectPlaced) -> Iterable[Row]:
    yield (
        models.PlacementFact,
        {
            "project": event.project,
            "portfolio": event.portfolio,
            "ends_day": day(event.ends),
            "reading_of_ours": event.reading_of_ours,
        },
    )


def project_phase(event: said.ProjectPhaseChanged) -> Iterable[Row]:
    yield (
        models.ProjectPhaseFact,
        {
            "project": event.project,
            "lifecycle": event.lifecycle,
            "lifecycle_number": event.lifecycle_number,
            "phase": event.to_phase,
        },
    )


def deliverable(event: said.DeliverableRegistered) -> Iterable[Row]:
    yield models.DeliverableFact, _name(event) | {"effective_day": ALWAYS}
    if event.state is not None:
        yield models.DeliverableStateFact, {"deliverable": event.deliverable, "state": event.state}


def deliverable_name(event: said.DeliverableRenamed) -> Iterable[Row]:
    yield models.DeliverableFact, _name(event)


def _name(event: said.DeliverableRegistered | said.DeliverableRenamed) -> dict[str, object]:
    return {"deliverable": event.deliverable, "project": event.project, "name": event.name}


def deliverable_state(event: said.DeliverableStateChanged) -> Iterable[Row]:
    yield models.DeliverableStateFact, {"deliverable": event.deliverable, "state": event.to_state}


def release(event: said.ReleasePlanned) -> Iterable[Row]:
    yield (
        models.ReleaseFact,
        {
            "release": event.release,
            "number": event.number,
            "state": event.state,
            "demonstration": event.demonstration,
            "source": event.source,
        },
    )
    yield models.ReleaseDescriptionFact, _plan(event) | {"effective_day": ALWAYS}


def release_details(event: said.ReleaseDetailsChanged) -> Iterable[Row]:
    yield models.ReleaseDescriptionFact, _plan(event)


def _plan(event: said.ReleasePlanned | said.ReleaseDetailsChanged) -> dict[str, object]:
    day(event.planned_for)  # a plan for no day at all is refused here
    return {"release": event.release, "name": event.name, "planned_for": event.planned_for}


def release_scope(event: said.ReleaseScopeChanged) -> Iterable[Row]:
    changes = [(item.deliverable, True, item.ready) for item in event.added]
    changes += [(key, False, False) for key in event.removed]
    for key, included, ready in changes:
        yield (
            models.ReleaseItemFact,
            {
                "release": event.release,
                "deliverable": key,
                "included": included,
                "ready": ready,
                "carried_from": event.carried_from if included else None,
            },
        )


def release_readiness(event: said.ReleaseReadinessChanged) -> Iterable[Row]:
    yield (
        models.ReleaseItemFact,
        {"release": event.release, "deliverable": event.deliverable, "included": True, "ready": event.ready},
    )


def release_closed(event: said.ReleaseClosed) -> Iterable[Row]:
    yield (
        models.ReleaseClosingFact,
        {
            "release": event.release,
            "included": [item.model_dump() for item in event.included],
            "carried_over": [item.model_dump() for item in event.carried_over],
            "carried_over_to": event.carried_over_to,
            "manifest_sha256": event.manifest_sha256,
        },
    )


def benefit(event: said.BenefitProfiled) -> Iterable[Row]:
    yield (
        models.BenefitFact,
        {
            "benefit": event.benefit,
            "project": event.project,
            "statement": event.statement,
            "type": event.type,
            "amount_gbp": event.amount_gbp,
            "basis": event.basis,
        },
    )


TELLS: Mapping[type[Event], Tell] = {
    said.ProgrammePhaseChanged: programme_phase,
    said.PortfolioOpened: portfolio_opened,
    said.PortfolioEnded: portfolio_ended,
    said.LifecyclePublished: lifecycle,
    said.ProjectRegistered: project,
    said.ProjectDetailsChanged: project_details,
    said.ProjectPlaced: placement,
    said.ProjectPhaseChanged: project_phase,
    said.DeliverableRegistered: deliverable,
    said.DeliverableRenamed: deliverable_name,
    said.DeliverableStateChanged: deliverable_state,
    said.ReleasePlanned: release,
    said.ReleaseDetailsChanged: release_details,
    said.ReleaseScopeChanged: release_scope,
    said.ReleaseReadinessChanged: release_readiness,
    said.ReleaseClosed: release_closed,
    said.BenefitProfiled: benefit,
}
"""Which events become facts, and how."""
