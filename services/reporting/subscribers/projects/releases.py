"""What projects tells of releases."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import ALWAYS, Row, Tell, day
from shared.events import Event
from shared.events import projects as said


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
    return {
        "release": event.release,
        "name": event.name,
        "planned_for": event.planned_for,
        "freeze_on": day(event.freeze_on),
        "sign_offs_needed": list(event.sign_offs_needed),
    }


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
    if event.after_freeze:
        put = "carried-in" if event.carried_from else "put-in"
        for key, included, _ in changes:
            yield models.ReleaseLateChangeFact, _late(event, key, put if included else "taken-out")


def _late(
    event: said.ReleaseScopeChanged | said.ReleaseReadinessChanged, deliverable: str, change: str
) -> dict[str, object]:
    return {
        "release": event.release,
        "deliverable": deliverable,
        "change": change,
        "reason": event.reason,
        "by_role": event.by_role,
    }


def release_readiness(event: said.ReleaseReadinessChanged) -> Iterable[Row]:
    yield (
        models.ReleaseItemFact,
        {"release": event.release, "deliverable": event.deliverable, "included": True, "ready": event.ready},
    )
    if event.after_freeze:
        change = "ready" if event.ready else "not-ready"
        yield models.ReleaseLateChangeFact, _late(event, event.deliverable, change)


def release_signed_off(event: said.ReleaseSignedOff) -> Iterable[Row]:
    yield models.ReleaseSignOffFact, event.model_dump(include={"release", "by_role", "outcome", "note"})


def release_amended(event: said.ReleaseAmended) -> Iterable[Row]:
    yield (
        models.ReleaseAmendmentFact,
        event.model_dump(
            mode="json",
            include={"release", "number", "text", "reason", "by_role", "changes", "amendment_sha256", "key_id"},
        ),
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
            "signature": event.signature,
            "key_id": event.key_id,
            "override": event.override.model_dump(mode="json") if event.override else None,
        },
    )


TELLS: Mapping[type[Event], Tell] = {
    said.ReleasePlanned: release,
    said.ReleaseDetailsChanged: release_details,
    said.ReleaseScopeChanged: release_scope,
    said.ReleaseReadinessChanged: release_readiness,
    said.ReleaseSignedOff: release_signed_off,
    said.ReleaseClosed: release_closed,
    said.ReleaseAmended: release_amended,
}
