"""projects: what the programme offers.

Owns    the programme's phases, portfolios, lifecycle templates, projects with their gate decisions, their conditions
        and phases, deliverables with their versions, releases with their scope, sign-offs and seals, progress updates
        and delivery confidence, work requests, benefit profiles, calls for participation and the programme's calendar,
        a copy of what councils give and commit, and what councils' systems report of progress.
Hears   from councils: signing keys and revoked clients, capacity-given, call-answered, commitment-changed.
Says    programme-phase-changed, portfolio-opened, portfolio-ended, lifecycle-published, lifecycle-moved, registered,
        details-changed, placed, closed, gate-decided, gate-condition-met, gate-condition-waived,
        gate-condition-overdue, phase-changed, phases-planned, deliverable-registered, deliverable-renamed,
        deliverable-state-changed, deliverable-version-published, release-planned, release-details-changed,
        release-scope-changed, release-readiness-changed, release-closed, release-frozen, release-signed-off,
        release-amended, seal-key-published, progress-updated, confidence-rated, update-rhythm-changed, gone-quiet,
        heard-again, benefit-profiled, work-request-answered, work-request-cancelled, work-request-due-changed,
        work-request-opened, work-request-overdue, work-request-priority-changed, work-request-state-changed,
        calendar-period-added, calendar-period-changed, calendar-period-ended, call-drafted, call-draft-withdrawn,
        call-published, call-changed, call-closed, commitment-shortfall, commitment-shortfall-resolved,
        benefit-baseline-changed, benefit-claim-withdrawn, benefit-claimed, benefit-details-changed,
        benefit-measure-due, benefit-measure-overdue, benefit-measured, benefit-schedule-changed,
        benefit-target-changed, import-completed, import-refused, report-conflict-found, report-conflict-resolved,
        history-rewound.
Serves  /api/v1/programme, portfolios, lifecycles, projects, deliverables, releases, work-requests, calls,
        benefit-profiles.
"""
