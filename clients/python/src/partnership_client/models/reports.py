"""What the services answer about reports."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt
from typing import Any

from partnership_client.base import Model


class ReportLink(Model):
    """Report link."""

    href: str
    title: str


class ReportList(Model):
    """The reports there are; all take `?as_at=YYYY-MM-DD` and `?known_at=`."""

    items: list[ReportLink]


class ProgrammePhase(Model):
    """Programme phase."""

    phase: str
    since: str
    source: str | None = None


class ProgrammePhases(Model):
    """The phase the programme was in, null when not recorded; those before; and those that were expected by then."""

    phase: ProgrammePhase | None = None
    expected: list[ProgrammePhase]
    before: list[ProgrammePhase]


class CountReport(Model):
    """A number of members as a source reported it; `precision` is how exact its date is: year, month or day."""

    report: str
    councils: int
    as_of: str
    precision: str
    basis: str
    source: str


class Denominator(Model):
    """How many councils shares are taken of, and why that many."""

    councils: int | None = None
    basis: str
    explanation: str
    reported: CountReport | None = None


class Standing(Model):
    """Membership at a date. Councils in principle are counted apart, and shares are taken of them too."""

    members_known: int
    in_principle: int
    may_have_been_members: int
    all_known: bool
    denominator: Denominator
    reported: CountReport | None = None
    also_reported: list[CountReport]


class PhaseCount(Model):
    """How many projects stood in a phase; `phase` null is not recorded."""

    lifecycle: str | None = None
    phase: str | None = None
    name: str
    projects: int


class ProjectCounts(Model):
    """How many projects of one group, and in which phases those under way are."""

    under_way: int
    ended: int
    not_begun: int
    beginning_not_recorded: int
    phases: list[PhaseCount]


class DeliverableStates(Model):
    """The deliverables of the projects under way; `not_recorded` have no state on record."""

    deliverables: int
    states: dict[str, int]
    not_recorded: int


class ReleaseLine(Model):
    """A release in a list. While it is open, `deliverables` counts those meant to go in, and `ready` the ready ones."""

    href: str
    release: str
    name: str
    number: int | None = None
    demonstration: bool
    state: str
    planned_for: str | None = None
    closed_on: str | None = None
    deliverables: int
    ready: int
    carried_over: int
    carried_over_to: str | None = None
    manifest_sha256: str | None = None
    source: str | None = None


class ReleaseCounts(Model):
    """Release counts."""

    closed: int
    planned: int
    not_recorded: int
    deliverables_released: int
    latest_closed: ReleaseLine | None = None


class Taken(Model):
    """How many of the deliverables that were offered are in use in at least one council."""

    deliverables: int
    in_use_somewhere: int
    withheld: int


class GroupCounts(Model):
    """The headline figures of one group."""

    projects: ProjectCounts
    deliverables: DeliverableStates
    releases: ReleaseCounts
    adoption: Taken


class Benefit(Model):
    """A figure as its source has it: never added to another, never shared out."""

    benefit: str
    project: str
    statement: str
    type: str | None = None
    amount_gbp: int
    basis: str | None = None


class Benefits(Model):
    """Figures as their sources have them, each by itself: they are neither added together nor shared out."""

    figures: list[Benefit]
    note: str = "Benefits are not added together: a cost avoided is not a saving, and neither is a number of users."


class Programme(Model):
    """The programme as a whole: the Partnership's own figures, with neighbouring and demonstration ones apart."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    phases: ProgrammePhases
    membership: Standing
    partnership: GroupCounts
    benefits: Benefits
    neighbouring: ProjectCounts
    demonstration: GroupCounts


class ProjectInPhase(Model):
    """Project in phase."""

    project: str
    name: str
    phase: str | None = None
    phase_name: str


class PortfolioFigures(Model):
    """The projects of one portfolio; of none where `portfolio` is null."""

    portfolio: str | None = None
    name: str
    grouping: str | None = None
    source: str | None = None
    count: int
    phases: list[PhaseCount]
    projects: list[ProjectInPhase]


class Group(Model):
    """Projects that are counted together. `under_way` is the sum over the phases, and over the portfolios.

    Of those that `ended`, some are known to have `delivered` or to have been `stopped`: of the rest nobody said.
    """

    under_way: int
    ended: int
    not_begun: int
    beginning_not_recorded: int
    delivered: int = 0
    stopped: int = 0
    phases: list[PhaseCount]
    portfolios: list[PortfolioFigures]


class PhasesReport(Model):
    """Projects per phase of their lifecycle, by portfolio of the date; the three groups are never added together."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    partnership: Group
    neighbouring: Group
    demonstration: Group


class Share(Model):
    """A share never comes without what it is taken of and the date it is true at. `denominator` null: not recorded."""

    numerator: int
    denominator: int | None = None
    as_at: dt.date


class GateCounts(Model):
    """Decisions by outcome, conditions by state, overrides, and how many phases were entered when they were planned.

    `met_in_time` is of the conditions whose due date had passed; `entered_as_planned` of the phases entered that were
    planned; `criteria_met` of all criteria at the gates decided on.
    """

    projects: int
    decisions: dict[str, int]
    conditions: dict[str, int]
    met_in_time: Share
    criteria_met: Share
    overrides: int
    entered_as_planned: Share
    days_late: int


class ReportingCondition(Model):
    """A condition that is neither met nor waived."""

    condition: str
    text: str
    owner_role: str
    due: dt.date
    state: str
    days_overdue: int | None = None


class ReportingOverride(Model):
    """What a role let pass that the rules would have refused: `of` names the refusals."""

    decision: str
    effective: dt.date
    phase: str | None = None
    by_role: str
    reason: str
    of: list[str]


class PhaseDates(Model):
    """When a phase was planned to be entered, and when it was; `days_late` below zero is early, null not known."""

    phase: str
    name: str
    planned: str | None = None
    actual: dt.date | None = None
    days_late: int | None = None


class ProjectGates(Model):
    """The gates of one project."""

    project: str
    name: str
    counts: GateCounts
    unsettled: list[ReportingCondition]
    overrides: list[ReportingOverride]
    phases: list[PhaseDates]


class GateGroup(Model):
    """The projects of one kind of which anything was decided or planned, by name, and all together."""

    counts: GateCounts
    projects: list[ProjectGates]


class GatesReport(Model):
    """What was decided at the gates of projects, what is still to be done, what was overridden, and how plans held.

    The three groups are never added together, and nothing is ranked.
    """

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    partnership: GateGroup
    neighbouring: GateGroup
    demonstration: GateGroup


class ConfidenceCounts(Model):
    """How many of `projects` are shown as what; all that can be shown are named, also where there are none."""

    projects: int
    as_at: dt.date
    own: dict[str, int]
    independent: dict[str, int]
    quiet: int


class ReportingShownRating(Model):
    """What is shown of a rating; `last` is the colour that was given last, on `effective`, also while it is stale."""

    shown: str
    in_words: str
    last: str | None = None
    effective: dt.date | None = None
    by_role: str | None = None
    reason: str | None = None


class ProjectConfidence(Model):
    """The confidence in one project: its own, and that of others."""

    project: str
    name: str
    own: ReportingShownRating
    independent: ReportingShownRating
    quiet_since: dt.date | None = None
    last_update: dt.date | None = None


class ConfidenceGroup(Model):
    """The projects of one kind that are under way, by name."""

    counts: ConfidenceCounts
    projects: list[ProjectConfidence]


class ConfidenceReport(Model):
    """Delivery confidence of the projects under way; the three groups are never added together, and nothing is ranked.

    A project that missed an update is shown as `stale` in place of the old colour, until it is heard again.
    """

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    partnership: ConfidenceGroup
    neighbouring: ConfidenceGroup
    demonstration: ConfidenceGroup


class WorkRequestCounts(Model):
    """How many of `requests` stood how at `as_at`; `overdue` of the open ones are past their due day."""

    requests: int
    as_at: dt.date
    open: int
    answered: int
    done: int
    cancelled: int
    overdue: int


class PriorityCounts(Model):
    """The requests of one priority: must, should or could."""

    priority: str
    counts: WorkRequestCounts


class ProjectRequests(Model):
    """The requests of one project."""

    project: str
    name: str
    counts: WorkRequestCounts


class WorkRequestGroup(Model):
    """The requests of the projects of one kind, by priority and by project."""

    counts: WorkRequestCounts
    priorities: list[PriorityCounts]
    projects: list[ProjectRequests]


class WorkRequestsReport(Model):
    """What councils taking part were asked for; the three groups are never added together, and no council is named."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    partnership: WorkRequestGroup
    neighbouring: WorkRequestGroup
    demonstration: WorkRequestGroup


class Successor(Model):
    """Successor."""

    deliverable: str
    name: str


class Deliverable(Model):
    """A deliverable; what is null is not recorded. `version` is the latest of `versions` that were published."""

    deliverable: str
    name: str
    project: str
    state: str | None = None
    since: str | None = None
    reason: str | None = None
    successor: Successor | None = None
    acknowledge_by: str | None = None
    version: str | None = None
    version_published: str | None = None
    link: str | None = None
    sha256: str | None = None
    versions: int


class DeliverableGroup(Model):
    """Deliverables by name, and how many are in which state; `not_recorded` are in none."""

    states: dict[str, int]
    not_recorded: int
    deliverables: list[Deliverable]


class DeliverablesReport(Model):
    """Every deliverable, with its state, its latest version and what took its place; the groups are never added."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    partnership: DeliverableGroup
    neighbouring: DeliverableGroup
    demonstration: DeliverableGroup


class Withdrawal(Model):
    """The end of a deliverable, and how many of the councils that had adopted it have acknowledged that.

    Of those asked, `acknowledged` have, `lapsed` had nothing left to acknowledge, and `waiting` are still asked;
    `raised` says how many of these have risen to which role, and no further. Where `withheld` says why, the councils
    asked are too few to be counted here without nearly naming one.
    """

    deliverable: str
    name: str
    project: str
    state: str
    since: str | None = None
    reason: str | None = None
    successor: Successor | None = None
    acknowledge_by: str | None = None
    asked: int | None = None
    acknowledged: Share | None = None
    lapsed: int | None = None
    waiting: int | None = None
    raised: dict[str, int] | None = None
    withheld: str | None = None


class WithdrawalsReport(Model):
    """What was superseded or withdrawn, and how many of those who had adopted it have acknowledged that.

    Councils are only counted, and not even that where fewer than `minimum_group` were asked.
    """

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    minimum_group: int = 5
    partnership: list[Withdrawal]
    neighbouring: list[Withdrawal]
    demonstration: list[Withdrawal]


class AskLine(Model):
    """A role that is asked for: days over all its months, and what councils committed of them together."""

    role: str
    from_month: str
    to_month: str
    asked_days: float
    committed_days: float | None = None
    committed_days_withheld: str | None = None


class Answers(Model):
    """How many councils answered at `as_at`, and what; null where `withheld` says why.

    One that answered with a commitment and has taken back all of it since counts as `taken_back`.
    """

    as_at: dt.date
    answered: int | None = None
    commit: int | None = None
    interested: int | None = None
    no: int | None = None
    taken_back: int | None = None
    withheld: str | None = None


class MonthShort(Model):
    """What a month lacks; `committed_days` null where too few councils committed to tell their sum."""

    month: str
    asked_days: float
    committed_days: float | None = None


class ShortfallLine(Model):
    """What is missing of a role, month by month, since it was last said to be more."""

    role: str
    from_month: str
    to_month: str
    since: dt.date
    months: list[MonthShort]


class CallLine(Model):
    """A call for participation at the date; its pack is at `pack`."""

    call: str
    pack: str
    project: str
    project_name: str
    title: str
    state: str
    deadline: dt.date
    asks: list[AskLine]
    answers: Answers
    shortfalls: list[ShortfallLine]


class CallGroup(Model):
    """The calls of the projects of one kind, in the order of their deadlines."""

    published: int
    closed: int
    withdrawn: int
    with_shortfall: int
    calls: list[CallLine]


class CallsReport(Model):
    """What councils were asked for; the three groups are never added together, and no council's own is shown."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    minimum_group: int = 3
    partnership: CallGroup
    neighbouring: CallGroup
    demonstration: CallGroup


class ReportingAttribution(Model):
    """How much of what is measured the project accounts for."""

    kind: str
    percentage: float | None = None
    rule: str


class Value(Model):
    """A value with the day it is, or is to be, true at."""

    value: float
    date: str


class Measured(Model):
    """What was measured for the latest period that was; `corrected` if it put an earlier measure right."""

    period: dt.date
    value: float
    by_role: str
    effective: dt.date
    corrected: bool


class Way(Model):
    """How far a benefit has come from its baseline (`numerator`) on its way to its target (`denominator`)."""

    numerator: float
    denominator: float
    as_at: dt.date


class BenefitStanding(Model):
    """One benefit: what it is to come to, what was measured last, and how many of its measures are missing."""

    benefit: str
    project: str
    project_name: str
    statement: str
    owner_role: str | None = None
    measure: str | None = None
    unit: str | None = None
    amount_gbp: int | None = None
    basis: str | None = None
    attribution: ReportingAttribution | None = None
    baseline: Value | None = None
    target: Value | None = None
    latest: Measured | None = None
    way: Way | None = None
    due: int
    overdue: int


class BenefitType(Model):
    """The benefits of one type, counted; `due` and `overdue` count measures that are missing."""

    type: str | None = None
    name: str
    profiles: int
    with_target: int
    measured: int
    due: int
    overdue: int
    benefits: list[BenefitStanding]


class BenefitsReport(Model):
    """Benefits type by type; neither types nor values are added together, and no figure is shared out to councils."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    note: str = "Benefits are not added together: a cost avoided is not a saving, and neither is a number of users."
    partnership: list[BenefitType]
    neighbouring: list[BenefitType]
    demonstration: list[BenefitType]


class ReleasesReport(Model):
    """Every release at the date; those for demonstration apart."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    releases: list[ReleaseLine]
    demonstration: list[ReleaseLine]


class Item(Model):
    """A deliverable in a release."""

    deliverable: str
    name: str
    project: str | None = None
    ready: bool
    carried_from: str | None = None


class Adoption(Model):
    """The adoption of one deliverable. Where `withheld` says why, its figures are not shown."""

    deliverable: str
    name: str
    project: str | None = None
    release: str
    demonstration: bool
    in_use: Share | None = None
    offered_to: int | None = None
    states: dict[str, int] | None = None
    withheld: str | None = None


class FrozenProject(Model):
    """Frozen project."""

    project: str
    deliverables: list[dict[str, str]]


class FrozenReport(Model):
    """The report on a closed release, with its figures as they were known when it closed."""

    release: str
    name: str
    number: int | None = None
    demonstration: bool
    closed_on: str
    included: int
    carried_over: int
    carried_over_to: str | None = None
    projects: list[FrozenProject]
    not_ready: list[dict[str, str]]
    manifest_sha256: str


class ItemReadiness(Model):
    """What a deliverable lacks to be handed over; `state` null means not recorded."""

    deliverable: str
    name: str
    ready: bool
    state: str | None = None
    missing: list[str]


class Readiness(Model):
    """How many deliverables of a release are ready, of how many, and what the others lack."""

    numerator: int
    denominator: int
    as_at: dt.date
    deliverables: list[ItemReadiness]


class ReportingSignOff(Model):
    """What a role last said of a release; stale if its scope changed since. A null outcome is yet to come."""

    by_role: str
    outcome: str | None = None
    stale: bool
    note: str | None = None
    effective: str | None = None


class SignOffs(Model):
    """How many of the sign-offs that are needed are there for the scope as it is."""

    numerator: int
    denominator: int
    as_at: dt.date
    needed: list[str]
    given: list[ReportingSignOff]


class LateChange(Model):
    """A change of a release's scope after its freeze."""

    deliverable: str
    change: str
    reason: str | None = None
    by_role: str | None = None
    effective: str | None = None
    recorded_at: dt.datetime


class Amendment(Model):
    """What is to be read otherwise in a closed release."""

    number: int
    text: str
    reason: str
    by_role: str
    changes: list[dict[str, Any]]
    effective: str | None = None
    recorded_at: dt.datetime
    amendment_sha256: str
    key_id: str


class ReleaseReport(Model):
    """One release: what was in it, what was carried over and where to, and how far it has been taken up."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    release: str
    name: str
    number: int | None = None
    demonstration: bool
    state: str
    planned_for: str | None = None
    closed_on: str | None = None
    source: str | None = None
    included: list[Item]
    carried_over: list[Item]
    carried_over_to: str | None = None
    carried_over_to_name: str | None = None
    manifest_sha256: str | None = None
    denominator: Denominator
    adoption: list[Adoption]
    frozen: FrozenReport | None = None
    freeze_on: dt.date | None = None
    readiness: Readiness
    sign_offs: SignOffs
    scope_changes_after_freeze: list[LateChange]
    override: dict[str, Any] | None = None
    amendments: list[Amendment]
    digest: str | None = None
    key_id: str | None = None


class CouncilNamed(Model):
    """Council named."""

    council: str
    name: str


class People(Model):
    """Who leads a project and who takes part; null is not recorded, and so is a list with nobody in it."""

    lead_councils: list[CouncilNamed]
    other_leads: list[str]
    participants: int | None = None
    participant_councils: list[CouncilNamed]
    other_participants: list[str]


class Place(Model):
    """A project's place in a portfolio. `until` is null while it `holds`, and where its end is not recorded."""

    portfolio: str
    name: str
    grouping: str | None = None
    since: str
    until: str | None = None
    holds: bool
    reading_of_ours: bool
    source: str | None = None


class PhaseOfProject(Model):
    """A phase of the template that the project follows; `now` is the one it is in."""

    phase: str
    name: str
    planned: str | None = None
    entered: str | None = None
    now: bool


class OverrideOfDecision(Model):
    """What a role let pass that the rules would have refused: `of` names the refusals."""

    by_role: str
    reason: str
    of: list[str]


class ConditionOfDecision(Model):
    """What was still to be done; `settled` is the day on which it was met or waived."""

    condition: str
    text: str
    owner_role: str
    due: dt.date
    state: str
    days_overdue: int | None = None
    settled: dt.date | None = None


class Decision(Model):
    """What a role decided at the gate of a phase; a null phase is not recorded."""

    decision: str
    outcome: str
    by_role: str
    phase: str | None = None
    phase_name: str | None = None
    effective: str
    criteria: int
    criteria_met: int
    override: OverrideOfDecision | None = None
    conditions: list[ConditionOfDecision]


class DeliverableOfProject(Model):
    """What the project hands over, in its state at the date, and its latest version then."""

    deliverable: str
    name: str
    state: str | None = None
    since: str | None = None
    reason: str | None = None
    successor: str | None = None
    successor_name: str | None = None
    version: str | None = None
    version_since: str | None = None
    link: str | None = None


class CallOfProject(Model):
    """A call for participation of the project; its pack says what is asked."""

    call: str
    pack: str
    title: str
    state: str
    deadline: dt.date


class ProjectReport(Model):
    """One project: what it is, its places, phases and gates, its confidence, and what it hands over.

    `starts` and `ends` are dates as their sources give them; null is not recorded.
    """

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    project: str
    name: str
    summary: str | None = None
    kind: str
    demonstration: bool
    stage: str
    outcome: str | None = None
    starts: str | None = None
    ends: str | None = None
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    people: People
    places: list[Place]
    phases: list[PhaseOfProject]
    gates: list[Decision]
    confidence: ProjectConfidence
    deliverables: list[DeliverableOfProject]
    benefits: list[BenefitType]
    calls: list[CallOfProject]
    work_requests: WorkRequestCounts


class Lag(Model):
    """Half of the councils that use it did so within `median_days` of its release; a loose date counts from its end."""

    as_at: dt.date
    median_days: float | None = None
    councils: int | None = None
    withheld: str | None = None


class Kept(Model):
    """Of the plans for a step whose day had come by `as_at`, how many were kept in time, late, or not yet.

    `to_come` are those whose day has not come. Null where `withheld` says why.
    """

    as_at: dt.date
    planned: int | None = None
    in_time: int | None = None
    late: int | None = None
    missed: int | None = None
    to_come: int | None = None
    withheld: str | None = None


class TakeUp(Model):
    """How soon councils use one deliverable."""

    deliverable: str
    release: str
    lag: Lag


class Declined(Model):
    """How many councils decline something for a reason; null where they are fewer than five."""

    reason: str
    councils: int | None = None
    withheld: str | None = None


class Takings(Model):
    """How councils take up what releases bring: how soon, whether as planned, and why they decline.

    How plans are kept is said of all deliverables together alone: a sum and its parts would tell a part that is hidden.
    """

    lag: Lag
    adoption: Kept
    use: Kept
    deliverables: list[TakeUp]
    declined: list[Declined]


class TakeUpGroup(Model):
    """Take up group."""

    taken: Taken
    deliverables: list[Adoption]
    take_up: Takings


class TakeUpReport(Model):
    """The same, with how long councils take, how their plans are kept, and why they decline: five of them at least.

    A council takes the days from the release until it uses (`used_means`) what it brought.
    """

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    in_use_means: list[str]
    minimum_group: int = 5
    denominator: Denominator
    deliverables: list[Adoption]
    taken: Taken
    demonstration: TakeUpGroup
    used_means: list[str]
    take_up: Takings


class Member(Model):
    """A council known to be a member at the date, or to have agreed in principle (`standing`)."""

    council: str
    name: str
    gaelic_name: str | None = None
    standing: str
    since: str | None = None
    certainty: str
    source: str | None = None


class CountConflict(Model):
    """Reports that speak of the same time and say other numbers, side by side in the order of their times."""

    least: int
    most: int
    counts: list[CountReport]


class Correction(Model):
    """What was told of a council's membership was put right, and why; `was_standing` null: it had been left out."""

    council: str
    recorded_at: dt.datetime
    was_standing: str | None = None
    was_effective: str | None = None
    was_certainty: str | None = None
    standing: str
    effective: str | None = None
    certainty: str
    reason: str
    source: str | None = None


class MembershipReport(Model):
    """Who is known to be a member, and how many councils a source reported where that is not known of all.

    `conflicts` shows reports for the same time that disagree side by side, and `corrections` what was put right of
    what had been told, with its reason.
    """

    members_known: int
    in_principle: int
    may_have_been_members: int
    all_known: bool
    denominator: Denominator
    reported: CountReport | None = None
    also_reported: list[CountReport]
    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    members: list[Member]
    conflicts: list[CountConflict]
    corrections: list[Correction]


class ToldSince(Model):
    """Something told of a council meanwhile; one with a reason is a correction of what was told before."""

    recorded_at: dt.datetime
    standing: str
    effective: str | None = None
    certainty: str
    was_standing: str | None = None
    was_effective: str | None = None
    was_certainty: str | None = None
    reason: str | None = None
    source: str | None = None


class ChangedCouncil(Model):
    """A council that stood otherwise on the day by what was known then, and why.

    Counted or not, it is so in what shares are taken of and in how many take part.
    """

    council: str
    was: str
    now: str
    counted_before: bool
    counted_now: bool
    because: list[ToldSince]


class MembershipChanges(Model):
    """Why a day's figures are others than they were: what was told between `since` and the moment of the report."""

    before: Standing
    now: Standing
    changed: bool
    explanation: str
    councils: list[ChangedCouncil]
    counts_reported: list[CountReport]
    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    since: dt.datetime


class RoleGaps(Model):
    """One role over all councils: in how many it is held, and what is missing in how many.

    A council without a holder counts once: nobody was named, or nobody follows (`no_holder`), or the holder's last day
    is over (`ended`). Where that day comes within 30 days the role counts as held, and as `ending`.
    """

    role: str
    held: Share
    no_holder: int
    ended: int
    ending: int
    no_deputy: int


class RolesReport(Model):
    """Roles without a holder or a deputy, over all councils in the register; no council and no person is named."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    minimum_group: int = 5
    ending_within_days: int = 30
    councils: int
    roles: list[RoleGaps]
    withheld: str | None = None


class Days(Model):
    """The days of so many councils together; null where none told any, or `withheld` says why."""

    days: float | None = None
    councils: int | None = None
    withheld: str | None = None


class RoleMonth(Model):
    """Role month."""

    role: str
    capacity: Days
    committed: Days
    delivered: Days


class MonthLine(Model):
    """A month, role by role."""

    month: str
    roles: list[RoleMonth]


class CapacityReport(Model):
    """Days that councils have to give, committed and delivered, month by month and role by role.

    No council is shown, nor a sum of fewer than `minimum_group`. Capacity is not given for a project: it is the same
    in all three groups, which are never added together.
    """

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    minimum_group: int = 5
    partnership: list[MonthLine]
    neighbouring: list[MonthLine]
    demonstration: list[MonthLine]


class StageFigures(Model):
    """What the figures of one stage come to at `as_at`, and of how many councils; without a `value`, why not.

    `verified_instead` counts claims that are not among them, because the verified figure stands in their place.
    """

    stage: str
    value: float | None = None
    withheld: str | None = None
    councils: int
    figures: int
    verified_instead: int | None = None
    as_at: dt.date


class FigureOfCouncil(Model):
    """One council's own figure, which it made public."""

    council: str
    council_name: str
    profile: str
    project: str
    project_name: str
    period: str
    stage: str
    value: float
    effective: dt.date


class CouncilBenefits(Model):
    """The public figures of one type in one unit."""

    type: str
    name: str
    unit: str
    stages: list[StageFigures]
    figures: list[FigureOfCouncil]


class CouncilBenefitsReport(Model):
    """Benefit figures that councils made public; the three groups are never added together, nor are types or units."""

    href: str
    as_at: dt.date
    known_at: dt.datetime | None = None
    note: str = "Only what councils made public is here. Types, units and stages are not added together, and neither are these figures and those of the whole programme."
    partnership: list[CouncilBenefits]
    neighbouring: list[CouncilBenefits]
    demonstration: list[CouncilBenefits]
