"""Releases, as answers show them."""

from services.projects import models
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource, View


class ReleaseItemView(View):
    deliverable: str
    project: str
    name: str
    ready: bool
    note: str | None = None
    carried_from: str | None = None


class ReleaseView(Resource):
    """A release. `deliverables` is what is in it: for good, once its state is closed."""

    key: str
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool
    source: str | None = None
    closed_on: str | None = None
    carried_over_to: str | None = None
    manifest_sha256: str | None = None
    ready: int
    not_ready: int
    deliverables: list[ReleaseItemView]


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


def release(row: models.Release, items: list[ReleaseItemView], sha256: str | None) -> ReleaseView:
    return ReleaseView(
        href=f"{BASE}/releases/{row.key}",
        manifest_sha256=sha256,
        ready=sum(item.ready for item in items),
        not_ready=sum(not item.ready for item in items),
        deliverables=items,
        **columns(row),
    )
