"""Examples of events, for readers and for the samples in the contract tests: invented, and plainly so."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticUndefined

from shared.events import Event

ITEM = {"deliverable": "example-toolkit", "project": "example-project", "name": "An example toolkit", "ready": True}

CONDITION = "01936000-0000-7000-8000-000000000003-1"

COMMITMENT = {
    "role": "project-lead",
    "days_per_month": 2.5,
    "starts": "2027-02-01",
    "ends": "2027-04-30",
}

VALUES: dict[str, Any] = {
    "accepted_warnings": ["ask-in-recess"],
    "acknowledge_by": "2027-03-31",
    "actual": "2026-11-21",
    "added": [ITEM],
    "after_freeze": True,
    "amendment_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "amount_gbp": 10000,
    "asks": [{**COMMITMENT, "councils_wanted": 3}],
    "attribution": {"kind": "share", "percentage": 40.0, "rule": "By the number of users each project brought"},
    "audience": "public",
    "because": "no-longer-adopted",
    "baseline": {"value": 10.0, "date": "2026-03-31"},
    "basis": "estimated by an example board",
    "benefits": ["Less to write"],
    "before": {"value": 12.0, "date": "2025-03-31"},
    "benefit": "example-project-time-saved",
    "by_role": "delivery board",
    "answer": "accepted",
    "by_day": "2026-12-11",
    "from_answer": "declined",
    "from_due": "2026-12-04",
    "from_priority": "should",
    "priority": "must",
    "request": "example-request",
    "title": "Test the example toolkit",
    "to_due": "2026-12-18",
    "to_priority": "must",
    "told_by": "council",
    "correction_reason": "The first count left a council out",
    "corrects": 1,
    "every_days": 14,
    "from_rating": "green",
    "kind": "own",
    "last_update": "2026-11-01",
    "quiet_since": "2026-11-16",
    "rating": "amber",
    "text": "The toolkit is with its first readers",
    "told_on": "2026-11-21",
    "update": 2,
    "update_due": "2026-12-05",
    "call": "example-call",
    "carried_from": "example-release",
    "carried_over": [{**ITEM, "deliverable": "example-template", "name": "An example template", "ready": False}],
    "carried_over_to": "next-example-release",
    "cause": "override",
    "certainty": "no-later-than",
    "changes": [{"about": "example-toolkit", "was": "Toolkit", "now": "An example toolkit"}],
    "claim": 1,
    "class_as_found": "qualitative",
    "client": "example-council-system",
    "condition": CONDITION,
    "conditions": [
        {"text": "Name a benefits owner", "owner_role": "sponsor", "due": "2026-12-31", "condition": CONDITION}
    ],
    "council": "example-council",
    "councils": 32,
    "criteria": [{"text": "The need is described", "met": True, "note": "By the people who have it"}],
    "days": 14,
    "deadline": "2027-01-15",
    "decision": "01936000-0000-7000-8000-000000000003",
    "deliverable": "example-toolkit",
    "demonstration": True,
    "description": "An example lifecycle",
    "due": "2026-12-31",
    "effective": "2026-11-21",
    "ends": "2027-03-31",
    "commitments": [COMMITMENT],
    "complete": True,
    "contact_role": "project-lead",
    "epoch": 2,
    "era": "2026",
    "expected": False,
    "evidence": ["https://example.org/evidence"],
    "evidence_deliverables": ["example-toolkit"],
    "former_gss_codes": ["S12999998"],
    "factor": 0.5,
    "from_month": "2027-02",
    "freeze_on": "2027-01-15",
    "from_day": "2026-07-01",
    "from_phase": "discovery",
    "from_state": "in-progress",
    "gaelic_name": "Comhairle Eisimpleir",
    "given": [{"role": "project-lead", "days": 2.5}],
    "grouping": "example-grouping",
    "gss_code": "S12999999",
    "history": "epoch-2",
    "included": [ITEM],
    "jwk": {
        "kty": "EC",
        "crv": "P-256",
        "kid": "example-key",
        "use": "sig",
        "alg": "ES256",
        "x": "example",
        "y": "example",
    },
    "key_id": "example-key",
    "lead_councils": ["example-council"],
    "level": "council-digital-lead",
    "lifecycle": "service",
    "lifecycle_number": 1,
    "link": "https://example.org/toolkit.zip",
    "manifest_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "month": "2027-02",
    "months": [{"month": "2027-02", "asked_days": 7.5, "committed_days": None}],
    "measure": "hours-saved",
    "name": "An example",
    "note": "Handed over in full",
    "number": 1,
    "other_leads": ["An example body"],
    "other_participants": ["Another example body"],
    "outcome": "go",
    "override": {
        "by_role": "sponsor",
        "reason": "The condition is met in all but name",
        "of": ["conditions-open"],
    },
    "owner_role": "sponsor",
    "participant_councils": ["example-council"],
    "part": 1,
    "parts": 1,
    "participant_count": 1,
    "period": "example-recess-2027",
    "phase": "discovery",
    "phases": [
        {
            "key": "discovery",
            "name": "Discovery",
            "products": ["A summary of the need"],
            "gate": "End of discovery",
            "criteria": ["The need is described"],
        }
    ],
    "planned": "2026-11",
    "planned_for": "2027-02",
    "population": 100000,
    "population_year": 2020,
    "portfolio": "example-portfolio",
    "previous_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "produced_by": "An example body",
    "products": [
        {
            "name": "A summary of the need",
            "exists": True,
            "deliverable": "example-toolkit",
            "link": "https://example.org/summary",
        }
    ],
    "programme": "digital-partnership",
    "project": "example-project",
    "programme_wide": False,
    "projects": 1,
    "reading_of_ours": False,
    "from_number": 1,
    "to_number": 2,
    "ready": True,
    "reason": "It does what was asked",
    "release": "example-release",
    "removed": ["example-template"],
    "report": "example-report-2026",
    "retired_gss_code": "S12999998",
    "role": "project-lead",
    "schedule": {"every": "quarter", "first_due": "2026-09-30", "last_due": None},
    "scopes": ["programme:read", "adoptions:write", "events:read"],
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "seal_key": "example-key",
    "sign_offs_needed": ["sponsor", "delivery-board"],
    "signature": "ZXhhbXBsZSBzaWduYXR1cmU=",
    "signing_key": "example-key",
    "since": "2026-11-20",
    "source": "https://example.org/source",
    "stale_sign_offs": ["sponsor"],
    "starts": "2026-04",
    "state": "planned",
    "state_as_found": "BETA",
    "statement": "Less time is spent on searching",
    "stops_using_on": "2027-03-31",
    "successor": "next-example-toolkit",
    "summary": "What the example is for",
    "to_month": "2027-04",
    "target": {"value": 5.0, "date": "2027-03-31"},
    "to_phase": "alpha",
    "to_state": "beta",
    "type": "qualitative",
    "version": "1.2",
    "unit": "hours a year",
    "value": 8.5,
    "void": ["01936000-0000-7000-8000-000000000004"],
}
"""A value for each field name of the published language."""

SPECIAL: dict[tuple[str, str], Any] = {
    ("AdoptionOpened", "state"): "invited",
    ("AdoptionMoved", "from_state"): "invited",
    ("AdoptionMoved", "to_state"): "considering",
    ("AdoptionMoved", "reason"): None,
    ("AcknowledgementRequested", "state"): "superseded",
    ("AcknowledgementRequested", "reason"): "The next one does what was asked",
    ("AcknowledgementGiven", "by_role"): "council-digital-lead",
    ("CallAnswered", "answer"): "commit",
    ("CallClosed", "cause"): "deadline",
    ("CommitmentShortfall", "cause"): "deadline",
    ("CalendarPeriodAdded", "kind"): "recess",
    ("CalendarPeriodAdded", "councils"): ["example-council"],
    ("CalendarPeriodChanged", "kind"): "recess",
    ("CalendarPeriodChanged", "councils"): ["example-council"],
    ("BenefitClaimed", "councils"): ["example-council"],
    ("BenefitMeasured", "number"): 2,
    ("BenefitMeasured", "period"): "2026-09-30",
    ("BenefitMeasureDue", "period"): "2026-09-30",
    ("BenefitMeasureOverdue", "period"): "2026-09-30",
    ("DeliverableRegistered", "state"): "beta",
    ("ProjectClosed", "outcome"): "delivered",
    ("DeliverableStateChanged", "from_state"): "live",
    ("DeliverableStateChanged", "to_state"): "superseded",
    ("DeliverableStateChanged", "reason"): "The next one does what was asked",
    ("WorkRequestOpened", "councils"): ["example-council", "another-example-council"],
    ("WorkRequestStateChanged", "from_state"): "open",
    ("WorkRequestStateChanged", "to_state"): "answered",
    ("ProgrammePhaseChanged", "programme"): "digital-partnership",
    ("ProgrammePhaseChanged", "phase"): "embedding",
    ("ProjectPhasesPlanned", "phases"): [
        {"phase": "alpha", "planned": "2027-01"},
        {"phase": "beta", "planned": "2027"},
    ],
    ("ReleaseClosed", "override"): {
        "by_role": "sponsor",
        "reason": "The board meets next month",
        "missing": ["delivery-board has not signed"],
    },
    ("ReleaseReportFrozen", "included"): 1,
    ("ReleaseSignedOff", "outcome"): "signed",
    ("SealKeyPublished", "jwk"): {
        "kty": "OKP",
        "crv": "Ed25519",
        "kid": "example-key",
        "use": "sig",
        "alg": "EdDSA",
        "x": "example",
    },
    ("ReleaseReportFrozen", "carried_over"): 1,
}
"""Where a field of one event means something of its own."""

BY_TYPE: dict[str, Any] = {"integer": 1, "boolean": True, "array": [], "object": {}}

IDS = {
    "id": "01936000-0000-7000-8000-000000000002",
    "previousid": "01936000-0000-7000-8000-000000000001",
    "correlationid": "7d9f5c1e-4f0a-4a39-9d0e-0f5b8c1c2f11",
    "causationid": "01936000-0000-7000-8000-000000000000",
}


def data(event: type[Event], by_name: Mapping[str, Any] = VALUES) -> dict[str, Any]:
    """Return example data of a type, with every field it has; a field without an example gets one by its type."""
    schema = event.model_json_schema()["properties"]
    values = {}
    for name, field in event.model_fields.items():
        if (event.__name__, name) in SPECIAL:
            values[name] = SPECIAL[event.__name__, name]
        elif name in by_name:
            values[name] = by_name[name]
        elif field.default is PydanticUndefined:
            values[name] = BY_TYPE.get(schema[name].get("type", "string"), f"example-{name.replace('_', '-')}")
    return event.model_validate(values).model_dump(mode="json")


def cloud_event(event: type[Event]) -> dict[str, Any]:
    """Return an example of a type as readers get it: a structured CloudEvent."""
    example = event.model_validate(data(event))
    return {
        "specversion": "1.0",
        "id": IDS["id"],
        "type": event.type_name(),
        "source": f"/{event.service}",
        "subject": example.key,
        "time": "2026-11-21T10:00:00Z",
        "recordedtime": "2026-11-21T10:00:00Z",
        "aggregate": f"{event.aggregate}/{example.aggregate_id}",
        "sequence": 2,
        "previousid": IDS["previousid"],
        "epoch": 1,
        "correlationid": IDS["correlationid"],
        "causationid": IDS["causationid"],
        "actor": "client:digital-office",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "datacontenttype": "application/json",
        "data": example.model_dump(mode="json"),
    }
