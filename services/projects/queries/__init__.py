"""What people look up in projects: lists by keyset, and things as they were at a date."""

from services.projects.queries.benefits import benefit, benefits, claims, measures
from services.projects.queries.calls import calls, periods
from services.projects.queries.deliverables import deliverable_then, deliverables, deliverables_then, versions
from services.projects.queries.gates import conditions, decisions, phase_changes
from services.projects.queries.programme import lifecycles, portfolios
from services.projects.queries.progress import ratings, updates
from services.projects.queries.projects import placements, projects
from services.projects.queries.releases import readiness, releases, scope_changes, sign_off_records
from services.projects.queries.seals import Verifying, amendment, amendments, manifest, seal_key, signature
from services.projects.queries.states import state_changes
from services.projects.queries.work_requests import Filter as WorkRequestFilter
from services.projects.queries.work_requests import place as work_request_place
from services.projects.queries.work_requests import work_request, work_request_answers, work_requests

__all__ = [
    "Verifying",
    "WorkRequestFilter",
    "amendment",
    "amendments",
    "benefit",
    "benefits",
    "calls",
    "claims",
    "conditions",
    "decisions",
    "deliverable_then",
    "deliverables",
    "deliverables_then",
    "lifecycles",
    "manifest",
    "measures",
    "periods",
    "phase_changes",
    "placements",
    "portfolios",
    "projects",
    "ratings",
    "readiness",
    "releases",
    "scope_changes",
    "seal_key",
    "sign_off_records",
    "signature",
    "state_changes",
    "updates",
    "versions",
    "work_request",
    "work_request_answers",
    "work_request_place",
    "work_requests",
]
