"""The shapes of the reports. Each says the date it is true at; what is null is not recorded."""

from datetime import date, datetime
from typing import Any

from services.reporting.domain.adoption import IN_USE, MINIMUM_GROUP, Adoption, Taken
from services.reporting.domain.membership import Correction, CountConflict, Denominator, Member, Standing
from services.reporting.domain.membership_changes import Changes
from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Group, PhaseCount
from services.reporting.domain.programme import Benefit, ProgrammePhases
from services.reporting.domain.readiness import Amendment, LateChange, Readiness, SignOffs
from services.reporting.domain.releases import FrozenReport, Item, Release, State
from services.reporting.domain.take_up import Takings

BASE = "/api/v1/reports"


class Report(Figure):
    """`as_at` is the day the figures are true at, `known_at` the time up to which facts count (null: all known now)."""

    href: str
    as_at: date
    known_at: datetime | None


class ReportLink(Figure):
    href: str
    title: str


class ReportList(Figure):
    """The reports there are; all take `?as_at=YYYY-MM-DD` and `?known_at=`."""

    items: list[ReportLink]


class PhasesReport(Report):
    """Projects per phase of their lifecycle, by portfolio of the date; the three groups are never added together."""

    partnership: Group
    neighbouring: Group
    demonstration: Group


class MembershipReport(Report, Standing):
    """Who is known to be a member, and how many councils a source reported where that is not known of all.

    `conflicts` shows reports for the same time that disagree side by side, and `corrections` what was put right of
    what had been told, with its reason.
    """

    members: list[Member]
    conflicts: list[CountConflict]
    corrections: list[Correction]


class MembershipChanges(Report, Changes):
    """Why a day's figures are others than they were: what was told between `since` and the moment of the report."""

    since: datetime


class ReleaseLine(Figure):
    """A release in a list. While it is open, `deliverables` counts those meant to go in, and `ready` the ready ones."""

    href: str
    release: str
    name: str
    number: int | None
    demonstration: bool
    state: State
    planned_for: str | None
    closed_on: str | None
    deliverables: int
    ready: int
    carried_over: int
    carried_over_to: str | None
    manifest_sha256: str | None
    source: str | None


class ReleasesReport(Report):
    """Every release at the date; those for demonstration apart."""

    releases: list[ReleaseLine]
    demonstration: list[ReleaseLine]


class ReleaseReport(Report):
    """One release: what was in it, what was carried over and where to, and how far it has been taken up."""

    release: str
    name: str
    number: int | None
    demonstration: bool
    state: State
    planned_for: str | None
    closed_on: str | None
    source: str | None
    included: list[Item]
    carried_over: list[Item]
    carried_over_to: str | None
    carried_over_to_name: str | None
    manifest_sha256: str | None
    denominator: Denominator
    adoption: list[Adoption]
    frozen: FrozenReport | None
    freeze_on: date | None
    readiness: Readiness
    sign_offs: SignOffs
    scope_changes_after_freeze: list[LateChange]
    override: dict[str, Any] | None
    amendments: list[Amendment]
    digest: str | None
    key_id: str | None


class AdoptionGroup(Figure):
    taken: Taken
    deliverables: list[Adoption]


class AdoptionReport(Report):
    """Adoption of every deliverable that was offered. Councils are neither ranked nor shown one by one."""

    in_use_means: tuple[str, ...] = IN_USE
    minimum_group: int = MINIMUM_GROUP
    denominator: Denominator
    deliverables: list[Adoption]
    taken: Taken
    demonstration: AdoptionGroup


class TakeUpGroup(AdoptionGroup):
    take_up: Takings


class TakeUpReport(AdoptionReport):
    """The same, with how long councils take, how their plans are kept, and why they decline: five of them at least.

    A council takes the days from the release until it uses (`used_means`) what it brought.
    """

    used_means: tuple[str, ...] = ("in-use", "adapted")
    take_up: Takings
    demonstration: TakeUpGroup


class ProjectCounts(Figure):
    """How many projects of one group, and in which phases those under way are."""

    under_way: int
    ended: int
    not_begun: int
    beginning_not_recorded: int
    phases: list[PhaseCount]


class DeliverableStates(Figure):
    """The deliverables of the projects under way; `not_recorded` have no state on record."""

    deliverables: int
    states: dict[str, int]
    not_recorded: int


class ReleaseCounts(Figure):
    closed: int
    planned: int
    not_recorded: int
    deliverables_released: int
    latest_closed: ReleaseLine | None


class Benefits(Figure):
    """Figures as their sources have them, each by itself: they are neither added together nor shared out."""

    figures: list[Benefit]
    note: str = "Benefits are not added together: a cost avoided is not a saving, and neither is a number of users."


class GroupCounts(Figure):
    """The headline figures of one group."""

    projects: ProjectCounts
    deliverables: DeliverableStates
    releases: ReleaseCounts
    adoption: Taken


class Programme(Report):
    """The programme as a whole: the Partnership's own figures, with neighbouring and demonstration ones apart."""

    phases: ProgrammePhases
    membership: Standing
    partnership: GroupCounts
    benefits: Benefits
    neighbouring: ProjectCounts
    demonstration: GroupCounts


def line(release: Release) -> ReleaseLine:
    """Return a release as a list shows it."""
    return ReleaseLine(
        href=f"{BASE}/releases/{release.release}",
        release=release.release,
        name=release.name,
        number=release.number,
        demonstration=release.demonstration,
        state=release.state,
        planned_for=release.planned_for,
        closed_on=release.closed_on,
        deliverables=len(release.included),
        ready=sum(item.ready for item in release.included),
        carried_over=len(release.carried_over),
        carried_over_to=release.carried_over_to,
        manifest_sha256=release.manifest_sha256,
        source=release.source,
    )
