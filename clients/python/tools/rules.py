"""What goes otherwise than the rest: what is written by hand or left out, and names that would mean two things."""

BY_HAND = {
    "events": ("partnership_client.events", "Events"),
    "imports": ("partnership_client.imports", "Imports"),
}
"""Nouns that are no simple questions: where their classes are."""

BY_HAND_OPERATIONS = {
    "list_events": "events.since",
    "stream_events": "events.tail",
    "get_event": "events.get",
    "councils_start_import": "imports.send",
    "projects_start_import": "imports.send",
    "councils_submit_event": "imports.submit",
    "projects_submit_event": "imports.submit",
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
    "change_subscription": {"subscription": "id"},
    "end_subscription": {"subscription": "id"},
    "remove_broker_key": {"subscription": "id"},
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
