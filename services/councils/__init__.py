"""councils: what each council is and does.

Owns    councils and their codes, family groups, dated membership and the counts that sources report, adoption of
        each deliverable and what is acknowledged of its end, benefit figures and who may see each, capacity by month,
        answers to calls and what was delivered, machine clients with their secrets, and the keys that
        sign access tokens.
        Who holds which role, and the contacts of these people: the only place with personal data.
        What other systems report (files under way, where facts came from), and where a report and a person disagree.
Hears   from projects: release-closed, deliverable-registered, deliverable-state-changed, call-published,
        call-changed, call-closed,
        benefit-profiled, benefit-details-changed.
Says    registered, details-changed, code-replaced, membership-started, membership-ended, membership-count-reported,
        membership-agreed-in-principle, membership-corrected,
        family-group-registered, family-group-council-added, family-group-council-removed, family-group-corrected,
        adoption-opened, adoption-moved, adoption-planned, adoption-corrected, capacity-given, call-answered,
        commitment-changed, client-registered, client-secret-issued, client-revoked, signing-key-published,
        signing-key-retired, acknowledgement-given, acknowledgement-lapsed, acknowledgement-raised,
        acknowledgement-requested, history-rewound, client-scopes-given,
        role-assigned, role-end-announced, role-vacated, contact-erased,
        import-completed, import-refused, report-conflict-found, report-conflict-resolved,
        benefit-figure-given, benefit-figure-corrected, benefit-figure-withdrawn, benefit-visibility-changed,
        days-delivered.
Serves  /api/v1/councils, memberships, roles, adoptions, commitments, benefits, clients; /oauth/token,
        /.well-known/jwks.json and the page /sign-in; to notifications, over request and reply, how a role is reached.
"""
