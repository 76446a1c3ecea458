"""Deliverables with their versions and the states they were in, as answers show them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.projects import models
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource, View


class DeliverableView(Resource):
    """A deliverable. `state` null means not recorded; `state_as_found` is its source's own word.

    `successor` takes the place of one that is superseded; `acknowledge_by` is the day by which those who adopted it
    should have stopped using it. `version` is that of this record; what it was published as is `latest_version`.
    """

    key: str
    project: str
    name: str
    state: str | None = None
    state_since: date | None = None
    state_reason: str | None = None
    state_as_found: str | None = None
    successor: str | None = None
    acknowledge_by: date | None = None
    latest_version: str | None = None
    produced_by: str | None = None
    source: str | None = None


class StateChangeView(View):
    """A move to a state; `effective` null means that it was found in that state, and not since when."""

    number: int
    from_state: str | None = None
    to_state: str
    effective: date | None = None
    reason: str | None = None
    successor: str | None = None
    acknowledge_by: date | None = None
    recorded_at: datetime


class VersionView(View):
    """A version of a deliverable, by the name it goes by."""

    version: str
    effective: date
    summary: str | None = None
    link: str | None = None
    sha256: str | None = None
    recorded_at: datetime


class VersionPublished(Resource):
    """A version that was published; `version` outside of it is that of the deliverable's record."""

    deliverable: str
    latest_version: str | None
    published: VersionView


def deliverable(row: models.Deliverable) -> DeliverableView:
    # field by field: also of a row that was read without a session, as plain values
    return DeliverableView(
        href=f"{BASE}/deliverables/{row.key}",
        version=row.version,
        key=row.key,
        project=row.project,
        name=row.name,
        state=row.state,
        state_since=row.state_since,
        state_reason=row.state_reason,
        state_as_found=row.state_as_found,
        successor=row.successor,
        acknowledge_by=row.acknowledge_by,
        latest_version=row.latest_version,
        produced_by=row.produced_by,
        source=row.source,
    )


def deliverable_then(
    row: models.Deliverable, told: Mapping[str, Any] | None, latest_version: str | None
) -> DeliverableView:
    """Show a deliverable in the state that was told of it last on some day, and its latest version then."""
    said = told or {}
    then = {
        "state": state_told(said),
        "state_since": said.get("effective"),
        "state_reason": said.get("reason"),
        "successor": said.get("successor"),
        "acknowledge_by": said.get("acknowledge_by"),
        "latest_version": latest_version,
    }
    return DeliverableView.model_validate(deliverable(row).model_dump() | then)


def state_told(said: Mapping[str, Any]) -> str | None:
    """Return the state that an event tells of: one that was changed to, or was found when it was registered."""
    return said.get("to_state") or said.get("state")


def state_change(number: int, told: Mapping[str, Any], recorded_at: datetime) -> StateChangeView:
    named = {name: told.get(name) for name in ("from_state", "effective", "reason", "successor", "acknowledge_by")}
    return StateChangeView.model_validate(
        {"number": number, "to_state": state_told(told), "recorded_at": recorded_at, **named}
    )


def version(row: models.DeliverableVersion) -> VersionView:
    return VersionView(**columns(row, without={"deliverable", "number"}))


def version_published(row: models.Deliverable, published: models.DeliverableVersion) -> VersionPublished:
    return VersionPublished(
        href=f"{BASE}/deliverables/{row.key}/versions",
        version=row.version,
        deliverable=row.key,
        latest_version=row.latest_version,
        published=version(published),
    )
