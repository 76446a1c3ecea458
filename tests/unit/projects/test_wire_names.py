"""The whole table of events: class, name on the wire, what it is about, whose version it carries, who may see it."""

import re

import pytest

from shared.events import Event, catalogue, councils, notifications, projects, reporting

TABLE = """
ProgrammePhaseChanged    projects.programme-phase-changed    programme       programme         public
PortfolioOpened          projects.portfolio-opened           portfolio       portfolio         public
PortfolioEnded           projects.portfolio-ended            portfolio       portfolio         public
LifecyclePublished       projects.lifecycle-published        lifecycle       lifecycle         public
ProjectRegistered        projects.registered                 project         project           public
ProjectDetailsChanged    projects.details-changed            project         project           public
ProjectClosed            projects.closed                     project         project           public
ProjectLifecycleMoved    projects.lifecycle-moved           project         project           public
ProjectPlaced            projects.placed                     project         project           public
ProjectGateDecided       projects.gate-decided               project         project           public
ProjectGateConditionMet  projects.gate-condition-met         project         project           public
ProjectGateConditionWaived projects.gate-condition-waived    project         project           public
ProjectGateConditionOverdue projects.gate-condition-overdue  project         project           public
ProjectPhaseChanged      projects.phase-changed              project         project           public
ProjectProgressUpdated   projects.progress-updated           project         project           public
ProjectConfidenceRated   projects.confidence-rated           project         project           public
ProjectUpdateRhythmChanged projects.update-rhythm-changed    project         project           public
ProjectGoneQuiet         projects.gone-quiet                 project         project           public
ProjectHeardAgain        projects.heard-again                project         project           public
ProjectPhasesPlanned     projects.phases-planned             project         project           public
DeliverableRegistered    projects.deliverable-registered     deliverable     deliverable       public
DeliverableRenamed       projects.deliverable-renamed        deliverable     deliverable       public
DeliverableStateChanged  projects.deliverable-state-changed  deliverable     deliverable       public
DeliverableVersionPublished  projects.deliverable-version-published  deliverable  deliverable  public
ReleasePlanned           projects.release-planned            release         release           public
ReleaseDetailsChanged    projects.release-details-changed    release         release           public
ReleaseScopeChanged      projects.release-scope-changed      release         release           public
ReleaseReadinessChanged  projects.release-readiness-changed  release         release           public
ReleaseClosed            projects.release-closed             release         release           public
ReleaseFrozen            projects.release-frozen             release         release           public
ReleaseSignedOff         projects.release-signed-off         release         release           public
ReleaseAmended           projects.release-amended            release         release           public
SealKeyPublished         projects.seal-key-published         seal_key        seal-key          public
BenefitProfiled          projects.benefit-profiled           benefit         benefit           public
WorkRequestOpened        projects.work-request-opened        request         work-request      programme
WorkRequestPriorityChanged projects.work-request-priority-changed request    work-request      programme
WorkRequestDueChanged    projects.work-request-due-changed   request         work-request      programme
WorkRequestAnswered      projects.work-request-answered      council         work-request      council
WorkRequestStateChanged  projects.work-request-state-changed request         work-request      programme
WorkRequestOverdue       projects.work-request-overdue       request         work-request      programme
WorkRequestCancelled     projects.work-request-cancelled     request         work-request      programme
CalendarPeriodAdded projects.calendar-period-added period period public
CalendarPeriodChanged projects.calendar-period-changed period period public
CalendarPeriodEnded projects.calendar-period-ended period period public
CallDrafted projects.call-drafted call call office
CallDraftWithdrawn projects.call-draft-withdrawn call call office
CallPublished projects.call-published call call public
CallChanged projects.call-changed call call public
CallClosed projects.call-closed call call public
CommitmentShortfall projects.commitment-shortfall call call programme
CommitmentShortfallResolved projects.commitment-shortfall-resolved call call programme
BenefitDetailsChanged    projects.benefit-details-changed    benefit         benefit           public
BenefitBaselineChanged   projects.benefit-baseline-changed   benefit         benefit           public
BenefitTargetChanged     projects.benefit-target-changed     benefit         benefit           public
BenefitScheduleChanged   projects.benefit-schedule-changed   benefit         benefit           public
BenefitClaimed           projects.benefit-claimed            benefit         benefit           public
BenefitClaimWithdrawn    projects.benefit-claim-withdrawn    benefit         benefit           public
BenefitMeasured          projects.benefit-measured           benefit         benefit           public
BenefitMeasureDue        projects.benefit-measure-due        benefit         benefit           public
BenefitMeasureOverdue    projects.benefit-measure-overdue    benefit         benefit           public
ImportCompleted          projects.import-completed               owner           import            council
ImportRefused            projects.import-refused                 owner           import            council
ReportConflictFound      projects.report-conflict-found          owner           report-conflict   council
ReportConflictResolved   projects.report-conflict-resolved       owner           report-conflict   council
HistoryRewound           projects.history-rewound           history         history           programme
CouncilRegistered        councils.registered                 council         council           public
CouncilDetailsChanged    councils.details-changed            council         council           public
CouncilCodeReplaced      councils.code-replaced              council         council           public
MembershipAgreedInPrinciple councils.membership-agreed-in-principle council      membership        public
MembershipStarted        councils.membership-started         council         membership        public
MembershipEnded          councils.membership-ended           council         membership        public
MembershipCorrected      councils.membership-corrected       council         membership        public
MembershipCountReported  councils.membership-count-reported  report          membership-count  public
AdoptionOpened           councils.adoption-opened            council         adoption          council
AdoptionMoved            councils.adoption-moved             council         adoption          council
AdoptionPlanned          councils.adoption-planned           council         adoption          council
AdoptionCorrected        councils.adoption-corrected         council         adoption          council
AcknowledgementRequested  councils.acknowledgement-requested  council  acknowledgement  council
AcknowledgementGiven     councils.acknowledgement-given      council  acknowledgement  council
AcknowledgementRaised    councils.acknowledgement-raised     council  acknowledgement  council
AcknowledgementLapsed    councils.acknowledgement-lapsed     council  acknowledgement  council
BenefitFigureGiven       councils.benefit-figure-given       council         benefit-figure    council
BenefitFigureCorrected   councils.benefit-figure-corrected   council         benefit-figure    council
BenefitFigureWithdrawn   councils.benefit-figure-withdrawn   council         benefit-figure    council
BenefitVisibilityChanged councils.benefit-visibility-changed council         benefit-figure    council
CapacityGiven            councils.capacity-given             council         capacity          council
CallAnswered             councils.call-answered              council         call-answer       council
CommitmentChanged        councils.commitment-changed         council         call-answer       council
RoleAssigned             councils.role-assigned              council         role              council
RoleEndAnnounced         councils.role-end-announced         council         role              council
RoleVacated              councils.role-vacated               council         role              council
ContactErased            councils.contact-erased             council         contact           council
FamilyGroupRegistered    councils.family-group-registered    family_group    family-group      public
FamilyGroupCouncilAdded  councils.family-group-council-added family_group    family-group      public
FamilyGroupCouncilRemoved councils.family-group-council-removed family_group family-group      public
FamilyGroupCorrected     councils.family-group-corrected     family_group    family-group      public
DaysDelivered            councils.days-delivered             council         delivery          council
ClientRegistered         councils.client-registered          client          client            office
ClientSecretIssued       councils.client-secret-issued       client          client            office
ClientRevoked            councils.client-revoked             client          client            office
ClientScopesGiven        councils.client-scopes-given        client          client            office
SigningKeyPublished      councils.signing-key-published      signing_key     signing-key       public
SigningKeyRetired        councils.signing-key-retired        signing_key     signing-key       public
ImportCompleted          councils.import-completed               owner           import            council
ImportRefused            councils.import-refused                 owner           import            council
ReportConflictFound      councils.report-conflict-found          owner           report-conflict   council
ReportConflictResolved   councils.report-conflict-resolved       owner           report-conflict   council
HistoryRewound           councils.history-rewound           history         history           programme
ReleaseReportFrozen      reporting.release-report-frozen     release         release-report    public
HistoryRewound           reporting.history-rewound          history         history           programme
HistoryRewound           notifications.history-rewound      history         history           programme
SubscriptionMade notifications.subscription-made subscription subscription council
SubscriptionChanged notifications.subscription-changed subscription subscription council
SubscriptionEnded notifications.subscription-ended subscription subscription council
SubscriptionStopped notifications.subscription-stopped subscription subscription council
SubscriptionPaused notifications.subscription-paused subscription subscription council
SubscriptionResumed notifications.subscription-resumed subscription subscription council
SubscriptionDeliveriesSkipped notifications.subscription-deliveries-skipped subscription subscription council
SubscriptionAgreed notifications.subscription-agreed subscription subscription council
SubscriptionSecretIssued notifications.subscription-secret-issued subscription subscription council
SubscriptionSecretRetired notifications.subscription-secret-retired subscription subscription council
SubscriptionKeyAdded notifications.subscription-key-added subscription subscription council
SubscriptionKeyRemoved notifications.subscription-key-removed subscription subscription council
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
ENDS_OTHERWISE = {
    "CommitmentShortfall",
    "MembershipAgreedInPrinciple",
    "ProjectGateConditionMet",
    "ProjectGateConditionOverdue",
    "BenefitClaimWithdrawn",
    "BenefitFigureWithdrawn",
    "CallDraftWithdrawn",
    "BenefitMeasureDue",
    "BenefitMeasureOverdue",
    "ProjectGoneQuiet",
    "ReleaseSignedOff",
    "ProjectHeardAgain",
    "WorkRequestOverdue",
    "SubscriptionMade",
}
"""Facts in the past tense whose last word is another."""
EVENTS = {
    event.short_name(): event
    for module in (projects, councils, notifications, reporting)
    for event in vars(module).values()
    if isinstance(event, type) and issubclass(event, Event) and f"{event.__module__}.".startswith(f"{module.__name__}.")
}


def test_the_table_names_every_event_and_no_other() -> None:
    assert sorted(EVENTS) == sorted(row[1] for row in ROWS)
    assert set(EVENTS.values()) <= set(catalogue())


@pytest.mark.parametrize("row", ROWS, ids=[row[1] for row in ROWS])
def test_an_event_has_its_name_on_the_wire_for_good(row: list[str]) -> None:
    event = EVENTS[row[1]]
    assert [event.__name__, event.short_name(), event.about, event.aggregate, event.audience] == row
    assert event.type_name() == f"partnership.{row[1]}.v1"
    assert event.about in event.model_fields


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_an_event_is_a_fact_in_plain_values(event: type[Event]) -> None:
    past = event.__name__ in ENDS_OTHERWISE or re.search(r"(ed|en|ound)$", event.__name__)
    assert past, "a fact is named in the past tense"
    assert re.fullmatch(r"partnership\.[a-z]+\.[a-z]+(-[a-z]+)*\.v1", event.type_name())
    assert event.model_config.get("frozen")
    assert (event.__doc__ or "").strip(), "a reader of the catalogue is told what happened"


def test_names_on_the_wire_are_each_others_no_more_than_once() -> None:
    names = [event.type_name() for event in EVENTS.values()]
    assert len(set(names)) == len(names)


def test_the_key_comes_last_in_the_subject_so_that_a_reader_can_be_given_exactly_its_own() -> None:
    event = projects.DeliverableRenamed(deliverable="gdpr-toolkit", project="gdpr-readiness", name="Toolkit")
    assert event.subject == "partnership.projects.deliverable-renamed.v1.gdpr-toolkit"
    assert (event.key, event.aggregate_id) == ("gdpr-toolkit", "gdpr-toolkit")


def test_an_adoption_line_is_one_history_though_its_subject_is_the_council() -> None:
    event = councils.AdoptionMoved(
        council="fife",
        deliverable="gdpr-toolkit",
        release="release-one",
        from_state="invited",
        to_state="planned",
        effective="2026-06-15",
    )
    assert event.subject == "partnership.councils.adoption-moved.v1.fife"
    assert event.aggregate_id == "fife.gdpr-toolkit"
