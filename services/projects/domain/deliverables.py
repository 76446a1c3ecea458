"""Deliverables: which state may follow which, what takes the place of one, and its versions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.projects.models import Deliverable
from shared.errors import ConflictError, refuse_field
from shared.events.projects import DeliverableStateChanged, DeliverableVersionPublished

State = Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn"]

FOLLOWS: dict[str, set[str]] = {
    "planned": {"in-progress", "beta", "live", "withdrawn"},
    "in-progress": {"planned", "beta", "live", "withdrawn"},
    "beta": {"in-progress", "live", "superseded", "withdrawn"},
    "live": {"superseded", "withdrawn"},
    "superseded": {"withdrawn"},
    "withdrawn": set(),
}
"""Which states may follow a state; from one that is not recorded, any may."""

NOT_OFFERED = {"superseded", "withdrawn"}
"""The states in which no release hands a deliverable over."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a deliverable changes its state, what takes its place, and by when its adopters should have stopped."""

    reason: str | None = None
    successor: str | None = None
    acknowledge_by: date | None = None


NONE_GIVEN = Grounds()


def change_state(
    deliverable: Deliverable,
    wanted: State,
    *,
    effective: date,
    today: date,
    grounds: Grounds = NONE_GIVEN,
    successor: Deliverable | None = None,
) -> DeliverableStateChanged:
    """Move a deliverable to another state, or refuse; `successor` is the one that the grounds name."""
    _refuse_wrong_step(deliverable, wanted)
    _refuse_dates(deliverable, effective, today)
    _refuse_grounds(deliverable, wanted, grounds, effective)
    if successor is not None:
        _refuse_successor(deliverable, successor)
    # what took its place before it was withdrawn still does
    follows = deliverable.successor if wanted == "withdrawn" else grounds.successor
    return DeliverableStateChanged(
        deliverable=deliverable.key,
        project=deliverable.project,
        from_state=deliverable.state,
        to_state=wanted,
        effective=effective.isoformat(),
        successor=follows,
        reason=grounds.reason,
        acknowledge_by=grounds.acknowledge_by.isoformat() if grounds.acknowledge_by else None,
    )


def publish_version(
    deliverable: Deliverable,
    version: str,
    *,
    published_on: date | None,
    effective: date,
    today: date,
    summary: str | None,
    link: str | None,
    sha256: str | None,
) -> DeliverableVersionPublished:
    """Publish a version, or refuse; `published_on` is when one of that name was, if one was."""
    if published_on is not None:
        raise ConflictError(
            f"The version {version} of {deliverable.key} was published on {published_on}; what is different is another "
            "version, with a name of its own.",
            code="version-exists-already",
        )
    if effective > today:
        refuse_field("effective", "date-in-the-future", f"{effective} has not come yet; tell it when it has happened")
    since = deliverable.state_since
    if deliverable.state == "withdrawn" and (since is None or effective >= since):
        when = f" on {since}" if since else ""
        raise ConflictError(
            f"The deliverable {deliverable.key} was withdrawn{when}; it has no versions after that.",
            code="deliverable-withdrawn",
        )
    return DeliverableVersionPublished(
        deliverable=deliverable.key,
        project=deliverable.project,
        version=version,
        effective=effective.isoformat(),
        summary=summary,
        link=link,
        sha256=sha256,
    )


def _refuse_wrong_step(deliverable: Deliverable, wanted: State) -> None:
    if deliverable.state == wanted:
        raise ConflictError(f"The deliverable {deliverable.key} is {wanted} already.", code="no-change")
    if deliverable.state is not None and wanted not in FOLLOWS[deliverable.state]:
        may = ", ".join(sorted(FOLLOWS[deliverable.state]))
        raise ConflictError(
            f"A deliverable that is {deliverable.state} cannot become {wanted}; "
            + (f"it may become {may}." if may else "it stays so."),
            code="state-does-not-follow",
        )


def _refuse_dates(deliverable: Deliverable, effective: date, today: date) -> None:
    if effective > today:
        refuse_field("effective", "date-in-the-future", f"{effective} has not come yet; tell it when it has happened")
    since = deliverable.state_since
    if since is not None and effective < since:
        message = f"{effective} lies before the deliverable became {deliverable.state}, on {since}"
        refuse_field("effective", "dates-out-of-order", message)


def _refuse_grounds(deliverable: Deliverable, wanted: State, grounds: Grounds, effective: date) -> None:
    if wanted == "superseded" and grounds.successor is None:
        refuse_field("successor", "successor-missing", "name the deliverable that takes its place")
    if wanted != "superseded" and grounds.successor is not None:
        message = f"one that is {wanted} has none; only 'superseded' names what takes its place"
        refuse_field("successor", "successor-not-allowed", message)
    if grounds.successor == deliverable.key:
        refuse_field("successor", "successor-is-itself", "a deliverable cannot take its own place; name another")
    if wanted == "withdrawn" and not grounds.reason:
        refuse_field("reason", "reason-missing", "say why it is withdrawn: those who use it are told")
    if grounds.acknowledge_by is None:
        return
    if wanted not in NOT_OFFERED:
        message = f"nobody has to acknowledge that it is {wanted}; leave it out"
        refuse_field("acknowledge_by", "acknowledgement-not-needed", message)
    if grounds.acknowledge_by < effective:
        message = f"{grounds.acknowledge_by} lies before {effective}, the day on which it becomes {wanted}"
        refuse_field("acknowledge_by", "dates-out-of-order", message)


def _refuse_successor(deliverable: Deliverable, successor: Deliverable) -> None:
    """Refuse one that is no longer offered itself: so no chain of successors ever leads back to where it began."""
    if successor.state in NOT_OFFERED:
        instead = f"; {successor.successor} takes its place" if successor.successor else ""
        raise ConflictError(
            f"The deliverable {successor.key} is {successor.state}{instead}: it cannot take the place of "
            f"{deliverable.key}.",
            code="successor-not-offered",
        )
