"""projects: what the programme offers.

Owns    the programme's phases, portfolios, lifecycle templates, projects with their gate decisions and phases,
        deliverables with their versions, releases and their sealed manifests, benefit profiles.
        deliverables, releases and their sealed manifests, progress updates and delivery confidence, benefit profiles.
Hears   from councils: signing keys and revoked clients.
Says    programme-phase-changed, portfolio-opened, portfolio-ended, lifecycle-published, lifecycle-moved, registered,
        details-changed, placed, closed, gate-decided, phase-changed, deliverable-registered, deliverable-renamed,
        deliverable-state-changed, release-planned, release-details-changed, release-scope-changed,
        release-readiness-changed, release-closed, benefit-profiled, deliverable-version-published, progress-updated,
        confidence-rated, update-rhythm-changed, gone-quiet, heard-again, history-rewound.
Serves  /api/v1/programme, portfolios, lifecycles, projects, deliverables, releases, benefit-profiles.
"""
