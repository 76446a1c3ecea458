"""What events of projects put into states."""

from collections.abc import Mapping, Sequence

from services.reporting.domain.states.folding import Put
from services.reporting.domain.states.puts import put, same, told

_CONDITION = "decisions/$decision/conditions/$condition"
_PERIOD = same("kind", "name", "starts", "ends", "councils", "factor", "source", "demonstration")
_CALL = (
    *same("project", "title", "summary", "asks", "benefits", "deadline", "contact_role", "demonstration"),
    put("state", "published"),
)
_BENEFIT = same(
    "project", "statement", "type", "amount_gbp", "basis", "owner_role", "measure", "unit", "attribution"
)  # fmt: skip

_PROGRAMME: Mapping[str, Sequence[Put]] = {
    "projects.programme-phase-changed": (put("phases/$phase", told("effective", "expected", "source")),),
    "projects.portfolio-opened": (
        *same("name", "grouping", "ends", "source"),
        put("starts", "$effective"),
    ),
    "projects.portfolio-ended": (put("ends", "$effective"),),
    "projects.lifecycle-published": (
        *same("name", "description", "number"),
        put("versions/$number", told("phases")),
    ),
    "projects.calendar-period-added": _PERIOD,
    "projects.calendar-period-changed": _PERIOD,
    "projects.calendar-period-ended": (put("ended", told("effective", "reason")),),
}

_PROJECTS: Mapping[str, Sequence[Put]] = {
    "projects.registered": same(
        "name",
        "summary",
        "programme",
        "lead_councils",
        "other_leads",
        "participant_count",
        "participant_councils",
        "other_participants",
        "lifecycle",
        "lifecycle_number",
        "era",
        "starts",
        "ends",
        "demonstration",
    ),
    "projects.details-changed": same("name", "summary", "lifecycle", "lifecycle_number", "starts", "ends"),
    "projects.placed": (put("placements/$portfolio/$effective", told("ends", "reading_of_ours")),),
    "projects.gate-decided": (
        put("decisions/$decision", told("outcome", "by_role", "phase", "effective", "reason", "override")),
        put(
            "decisions/$$decision/conditions/$condition",
            told("text", "owner_role", "due", state="open"),
            each="conditions",
        ),
    ),
    "projects.gate-condition-met": (put(_CONDITION, told("text", "owner_role", "due", "effective", state="met")),),
    "projects.gate-condition-waived": (
        put(_CONDITION, told("text", "owner_role", "due", "effective", "reason", state="waived")),
    ),
    "projects.gate-condition-overdue": (
        put(_CONDITION, told("text", "owner_role", "due", "effective", state="overdue")),
    ),
    "projects.phase-changed": (
        *same("lifecycle", "lifecycle_number"),
        put("phase", "$to_phase"),
        put("phase_since", "$effective"),
    ),
    "projects.lifecycle-moved": (
        *same("lifecycle"),
        put("lifecycle_number", "$to_number"),
        put("phase", "$to_phase"),
    ),
    "projects.phases-planned": (put("planned_phases", "$phases"),),
    "projects.progress-updated": (
        put("last_update", told("update", "text", "by_role", "effective", "told_on")),
        *same("update_due"),
    ),
    "projects.update-rhythm-changed": same("every_days", "update_due"),
    "projects.gone-quiet": (put("quiet", told("last_update", "update_due", since="$effective")),),
    "projects.heard-again": (put("quiet", None),),
    "projects.confidence-rated": (put("confidence/$kind", told("rating", "by_role", "reason", "effective")),),
    "projects.closed": (put("closing", told("outcome", "by_role", "reason", "effective")),),
    "projects.deliverable-registered": same("project", "name", "state", "state_as_found", "produced_by"),
    "projects.deliverable-renamed": same("name"),
    "projects.deliverable-state-changed": (
        put("state", "$to_state"),
        put("state_since", "$effective"),
        *same("successor", "reason", "acknowledge_by"),
    ),
    "projects.deliverable-version-published": (
        put("versions/$version", told("effective", "summary", "link", "sha256")),
    ),
}

_RELEASES: Mapping[str, Sequence[Put]] = {
    "projects.release-planned": same(
        "number", "name", "planned_for", "state", "demonstration", "source", "freeze_on", "sign_offs_needed"
    ),
    "projects.release-details-changed": same("name", "planned_for", "freeze_on", "sign_offs_needed"),
    "projects.release-frozen": (put("frozen_on", "$effective"),),
    "projects.release-scope-changed": (
        put("items/$deliverable", told("project", "name", "ready"), each="added"),
        put("items/$", None, each="removed"),
        put("sign_offs/$", None, each="stale_sign_offs"),
    ),
    "projects.release-readiness-changed": (
        put("items/$deliverable/ready", "$ready"),
        put("items/$deliverable/note", "$note"),
        put("sign_offs/$", None, each="stale_sign_offs"),
    ),
    "projects.release-signed-off": (put("sign_offs/$by_role", told("outcome", "note", "effective")),),
    "projects.release-closed": (
        *same("name", "number", "included", "carried_over", "carried_over_to", "manifest_sha256", "key_id"),
        put("state", "closed"),
        put("closed_on", "$effective"),
    ),
    "projects.release-amended": (
        put("amendments/$number", told("text", "reason", "by_role", "changes", "effective", "amendment_sha256")),
    ),
}

_WORK: Mapping[str, Sequence[Put]] = {
    "projects.benefit-profiled": (*_BENEFIT, *same("class_as_found", "baseline", "target", "schedule")),
    "projects.benefit-details-changed": _BENEFIT,
    "projects.benefit-baseline-changed": same("baseline"),
    "projects.benefit-target-changed": same("target"),
    "projects.benefit-schedule-changed": same("schedule"),
    "projects.benefit-measure-due": (put("due/$period", told("from_day", since="$effective", state="due")),),
    "projects.benefit-measure-overdue": (put("due/$period", told("from_day", since="$effective", state="overdue")),),
    "projects.benefit-measured": (
        put("measures/$period", told("number", "measure", "unit", "value", "by_role", "effective")),
        put("due/$period", None),
    ),
    "projects.benefit-claimed": (
        put("claims/$claim", told("measure", "programme_wide", "councils", "starts", "ends", "effective")),
    ),
    "projects.benefit-claim-withdrawn": (put("claims/$claim", None),),
    "projects.call-drafted": (*same("project", "title", "deadline"), put("state", "draft")),
    "projects.call-draft-withdrawn": (put("state", "withdrawn"),),
    "projects.call-published": _CALL,
    "projects.call-changed": _CALL,
    "projects.call-closed": (put("state", "closed"), put("closing", told("cause", "reason", "effective"))),
    "projects.commitment-shortfall": (
        put("shortfalls/$role/$from_month", told("to_month", "months", "cause", "effective")),
    ),
    "projects.commitment-shortfall-resolved": (put("shortfalls/$role/$from_month", None),),
    "projects.work-request-opened": (
        *same("project", "title", "text", "councils", "priority", "due", "by_role"),
        put("state", "open"),
        put("opened", "$effective"),
    ),
    "projects.work-request-answered": (
        put("answers/$council", told("answer", "note", "by_day", "told_by", "effective")),
    ),
    "projects.work-request-priority-changed": (put("priority", "$to_priority"),),
    "projects.work-request-due-changed": (put("due", "$to_due"), put("overdue_since", None)),
    "projects.work-request-state-changed": (put("state", "$to_state"),),
    "projects.work-request-overdue": (put("overdue_since", "$effective"),),
    "projects.work-request-cancelled": (
        put("state", "cancelled"),
        put("cancellation", told("by_role", "reason", "effective")),
    ),
}

PROJECTS: Mapping[str, Sequence[Put]] = {**_PROGRAMME, **_PROJECTS, **_RELEASES, **_WORK}
