"""Releases, as answers show them."""

from collections.abc import Sequence
from datetime import date, datetime

from services.projects import models
from services.projects.domain.scope import Inside
from services.projects.domain.sign_offs import Standing
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource, View


class ReleaseItemView(View):
    deliverable: str
    project: str
    name: str
    ready: bool
    note: str | None = None
    carried_from: str | None = None


class SignOffView(View):
    """What a role last said of a release; `stale` if the scope has changed since. A null outcome is yet to come."""

    by_role: str
    outcome: str | None = None
    stale: bool = False
    note: str | None = None
    effective: date | None = None
    recorded_at: datetime | None = None


class ReleaseView(Resource):
    """A release. `deliverables` is what is in it: for good, once its state is closed.

    `as_at` is the day that was asked for, null for what is true now; names of deliverables are as they are now.
    """

    key: str
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool
    source: str | None = None
    closed_on: str | None = None
    carried_over_to: str | None = None
    freeze_on: date | None = None
    frozen: bool = False
    sign_offs_needed: list[str]
    sign_offs: list[SignOffView]
    manifest_sha256: str | None = None
    signature: str | None = None
    key_id: str | None = None
    amendments: int = 0
    as_at: date | None = None
    ready: int
    not_ready: int
    deliverables: list[ReleaseItemView]


class ScopeChangeView(View):
    """A line of the log of a release's scope. `change` is put-in, carried-in, taken-out, ready or not-ready."""

    number: int
    deliverable: str
    change: str
    ready: bool
    note: str | None = None
    carried_from: str | None = None
    after_freeze: bool
    reason: str | None = None
    by_role: str | None = None
    effective: str
    recorded_at: datetime


class SignOffRecordView(Resource):
    """A sign-off as it was given; `version` is the release's."""

    release: str
    number: int
    by_role: str
    outcome: str
    stale: bool
    note: str | None = None
    effective: date
    recorded_at: datetime


class MissingView(View):
    """Something that is missing: a word for machines, and a sentence for people."""

    what: str
    text: str


class DeliverableReadinessView(View):
    deliverable: str
    project: str
    name: str
    state: str | None = None
    ready: bool
    note: str | None = None
    missing: list[MissingView]


class ReadinessView(Resource):
    """How far a release is from closing, as at a day; `missing` is what closing would be refused for."""

    release: str
    as_at: date
    state: str
    ready: int
    not_ready: int
    deliverables: list[DeliverableReadinessView]
    sign_offs: list[SignOffView]
    missing: list[str]


def scope_change(row: models.ReleaseScopeChange) -> ScopeChangeView:
    return ScopeChangeView(**columns(row, without={"release", "effective_day"}))


def sign_off(given: Standing) -> SignOffView:
    return SignOffView(
        by_role=given.by_role,
        outcome=given.outcome,
        stale=given.stale,
        note=given.note,
        effective=given.effective,
        recorded_at=given.recorded_at,
    )


def sign_off_record(row: models.ReleaseSignOff, *, stale: bool, version: int) -> SignOffRecordView:
    href = f"{BASE}/releases/{row.release}/sign-offs/{row.number}"
    return SignOffRecordView(href=href, version=version, stale=stale, **row.model_dump())


def sign_offs(needed: Sequence[str], given: Sequence[Standing]) -> list[SignOffView]:
    """Show what each role has said that is asked for, or has said something."""
    said = {one.by_role: sign_off(one) for one in given}
    waiting = {role: SignOffView(by_role=role) for role in needed if role not in said}
    return [one for _, one in sorted((said | waiting).items())]


def release_item(item: models.ReleaseItem, deliverable: models.Deliverable) -> ReleaseItemView:
    """Show a deliverable in a release; once that is closed, under the name it was sealed with."""
    return ReleaseItemView(
        deliverable=deliverable.key,
        project=deliverable.project,
        name=item.sealed_as or deliverable.name,
        ready=item.ready,
        note=item.note,
        carried_from=item.carried_from,
    )


def item_then(inside: Inside, deliverable: models.Deliverable) -> ReleaseItemView:
    """Show a deliverable that was in a release on a day."""
    return ReleaseItemView(
        deliverable=inside.deliverable,
        project=deliverable.project,
        name=deliverable.name,
        ready=inside.ready,
        note=inside.note,
        carried_from=inside.carried_from,
    )
