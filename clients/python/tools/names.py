"""The names that people see: which method of which noun an operation is, and what its models are called."""

NOUNS: dict[str, dict[str, str]] = {
    "projects": {
        "list": "list_projects",
        "get": "get_project",
        "register": "register_project",
        "update": "change_project",
        "close": "close_project",
    },
    "projects.placements": {"list": "list_placements", "add": "place_project"},
    "projects.gate_decisions": {"list": "list_gate_decisions", "record": "decide_at_gate"},
    "projects.phase_changes": {"list": "list_phase_changes", "make": "change_phase"},
    "projects.phases": {"get": "get_phases", "plan": "plan_phases"},
    "projects.gate_conditions": {
        "list": "list_gate_conditions",
        "list_all": "list_all_gate_conditions",
        "get": "get_gate_condition",
        "meet": "meet_gate_condition",
        "waive": "waive_gate_condition",
    },
    "projects.progress_updates": {"list": "list_progress_updates", "tell": "tell_progress"},
    "projects.confidence": {
        "get": "get_confidence",
        "ratings": "list_confidence_ratings",
        "rate": "rate_confidence",
    },
    "projects.update_rhythm": {"get": "get_update_rhythm", "set": "set_update_rhythm"},
    "programme": {"get": "get_programme", "enter_phase": "enter_programme_phase"},
    "programme.calendar": {
        "list": "list_calendar_periods",
        "get": "get_calendar_period",
        "add": "add_calendar_period",
        "update": "change_calendar_period",
        "end": "end_calendar_period",
    },
    "portfolios": {
        "list": "list_portfolios",
        "get": "get_portfolio",
        "open": "open_portfolio",
        "end": "end_portfolio",
    },
    "lifecycles": {
        "list": "list_lifecycles",
        "get": "get_lifecycle",
        "version": "get_lifecycle_version",
        "publish": "publish_lifecycle",
        "move_projects": "move_projects",
    },
    "deliverables": {
        "list": "list_deliverables",
        "get": "get_deliverable",
        "register": "register_deliverable",
        "rename": "rename_deliverable",
        "change_state": "change_deliverable_state",
        "state_changes": "list_state_changes",
        "versions": "list_versions",
        "publish_version": "publish_version",
    },
    "benefit_profiles": {
        "list": "list_benefit_profiles",
        "get": "get_benefit_profile",
        "create": "profile_benefit",
        "update": "change_benefit_profile",
    },
    "benefit_profiles.claims": {
        "list": "list_claims",
        "make": "claim_measure",
        "withdraw": "withdraw_claim",
    },
    "benefit_profiles.measures": {"list": "list_measures", "tell": "measure_benefit"},
    "calls": {
        "list": "list_calls",
        "get": "get_call",
        "draft": "draft_call",
        "update": "change_call",
        "publish": "publish_call",
        "close": "close_call",
        "withdraw": "withdraw_call",
        "check": "check_call",
        "check_ask": "check_ask",
    },
    "calls.pack": {"page": "get_pack_as_page", "pdf": "get_pack_as_pdf", "preview": "preview_pack"},
    "releases": {
        "list": "list_releases",
        "get": "get_release",
        "plan": "plan_release",
        "update": "change_release",
        "put_in": "put_deliverables_in",
        "set_readiness": "set_readiness",
        "take_out": "take_deliverable_out",
        "readiness": "get_readiness",
        "close": "close_release",
        "scope_changes": "list_scope_changes",
        "verify": "verify_manifest",
    },
    "releases.manifest": {"get": "get_manifest", "signature": "get_signature"},
    "releases.sign_offs": {"list": "list_sign_offs", "sign": "sign_release_off"},
    "releases.amendments": {
        "list": "list_amendments",
        "get": "get_amendment",
        "make": "amend_release",
        "content": "get_amendment_content",
    },
    "releases.seal_keys": {
        "all": "list_seal_keys",
        "get": "get_seal_key",
        "pem": "get_seal_key_as_pem",
        "rotate": "projects_rotate_seal_key",
    },
    "work_requests": {
        "list": "list_work_requests",
        "get": "get_work_request",
        "ask": "ask_for_work",
        "update": "change_work_request",
        "answers": "list_answers",
        "answer": "answer_work_request",
        "cancel": "cancel_work_request",
    },
    "councils": {
        "list": "list_councils",
        "get": "get_council",
        "register": "register_council",
        "update": "change_council",
        "replace_code": "replace_council_code",
    },
    "councils.family_groups": {
        "list": "list_family_groups",
        "get": "get_family_group",
        "register": "register_family_group",
        "put_in": "put_council_into_family_group",
        "take_out": "take_council_out_of_family_group",
        "correct": "correct_family_group",
    },
    "memberships": {
        "list": "list_members",
        "get": "get_membership",
        "agree_in_principle": "agree_in_principle",
        "start": "start_membership",
        "end": "end_membership",
        "correct": "correct_membership",
    },
    "memberships.counts": {
        "list": "list_membership_counts",
        "get": "get_membership_count",
        "report": "report_membership_count",
    },
    "adoptions": {
        "list": "list_adoptions",
        "get": "get_adoption",
        "move": "move_adoption",
        "correct": "correct_adoption",
        "decline_reasons": "list_decline_reasons",
    },
    "adoptions.plan": {"get": "get_adoption_plan", "set": "plan_adoption"},
    "adoptions.acknowledgements": {
        "list": "list_acknowledgements",
        "get": "get_acknowledgement",
        "acknowledge": "acknowledge",
    },
    "commitments.capacity": {
        "list": "list_capacity",
        "get": "get_capacity",
        "give": "give_capacity",
        "give_several": "give_several_months",
    },
    "commitments.answers": {
        "list": "list_call_answers",
        "get": "get_call_answer",
        "answer": "answer_call",
        "change": "change_commitment",
    },
    "roles": {
        "all": "list_roles",
        "get": "get_role",
        "assign": "assign_role",
        "gaps": "list_role_gaps",
        "export": "export_contacts",
        "erase": "erase_contacts",
        "erasures": "list_erasures",
    },
    "benefits": {
        "list": "list_benefit_figures",
        "get": "get_benefit_figure",
        "tell": "tell_benefit_figure",
        "withdraw": "withdraw_benefit_figure",
        "show_to": "show_benefit_figure",
        "totals": "total_benefit_figures",
    },
    "clients": {
        "list": "list_clients",
        "get": "get_client",
        "register": "register_client",
        "issue_secret": "issue_client_secret",
        "revoke": "revoke_client",
    },
    "clients.keys": {
        "list": "list_signing_keys",
        "get": "get_signing_key",
        "rotate": "rotate_signing_key",
        "published": "get_jwks",
    },
    "event_types": {"list": "list_event_types", "get": "get_event_type"},
    "reports": {
        "all": "list_reports",
        "programme": "report_on_programme",
        "phases": "report_on_phases",
        "gates": "report_on_gates",
        "confidence": "report_on_confidence",
        "work_requests": "report_on_work_requests",
        "deliverables": "report_on_deliverables",
        "withdrawals": "report_on_withdrawals",
        "calls": "report_on_calls",
        "benefits": "report_on_benefits",
        "releases": "report_on_releases",
        "release": "report_on_release",
        "project": "report_on_project",
        "adoption": "report_on_adoption",
        "membership": "report_on_membership",
        "council_benefits": "report_on_council_benefits",
    },
    # the same in every service: the first argument says in which
    "operations.dead_letters": {
        "list": "*_list_dead_letters",
        "get": "*_get_dead_letter",
        "causes": "*_list_causes",
        "replay": "*_replay_dead_letter",
        "discard": "*_discard_dead_letter",
        "replay_many": "*_replay_dead_letters",
        "discard_many": "*_discard_dead_letters",
    },
    "operations.clock": {"get": "*_get_clock", "move": "*_move_clock"},
    "operations.timers": {"list": "*_list_timers"},
    "operations.outbox": {"get": "*_get_outbox"},
    "operations.subscriptions": {"get": "*_get_subscriptions"},
}
"""Noun, method, operation id. A new operation needs a line here; the order is that of the pages."""

BY_HAND = {
    "events": ("partnership_client.events", "Events"),
}
"""Nouns that are no simple questions: where their classes are."""

BY_HAND_OPERATIONS = {
    "list_events": "events.since",
    "stream_events": "events.tail",
    "get_event": "events.get",
}

LEFT_OUT = {
    "issue_token": "the client asks for its tokens itself",
    "get_pack": "pack.page and pack.pdf say which of the two is meant",
}
"""Operations without a method, and why."""

READ = {
    "change_council": {"council": "slug"},
    "plan_phases": {"key": "project"},
    "set_update_rhythm": {"key": "project"},
    "revoke_client": {"client": "client_id"},
    "change_commitment": {"key": "call"},
}
"""Where a change takes what was read: which of its fields is which part of the path, if not by the same name."""

WORDS = {"RoleName": "delivery-board", "BenefitType": "cash-releasing"}
"""Lists of words with a name of their own, by their first word."""

CLASSES = {"programme": "TheProgramme", "projects.phases": "PhasesOfProject"}
"""Classes of nouns that would be called like a model."""

MODELS = {
    "calls": {"WarningView": "CheckWarning"},
    "projects": {
        "ProjectConfidenceView": "ConfidenceStanding",
        "ConditionResource": "GateCondition",
        "ConditionView": "ConditionOfDecision",
        "DecisionView": "GateDecision",
        "RatingView": "ConfidenceRating",
        "UpdateView": "ProgressUpdate",
        "RhythmView": "UpdateRhythm",
    },
    "benefit_profiles": {"BenefitView": "BenefitProfile", "ClaimView": "MeasureClaim"},
    "releases": {"SignOffRecordView": "SignOffRecord"},
    "roles": {"RolesView": "RoleList"},
    "memberships": {"CountView": "MembershipCount"},
}
"""What models are called, if not as their schema without `View`."""
