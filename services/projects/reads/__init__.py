"""Reading rows into views: what commands answer with, inside their transaction, and what queries show."""

from services.projects.reads.benefits import (
    MEASURE_DUE,
    MEASURE_OVERDUE,
    benefit,
    benefits,
    claims_of,
    figure,
    measures,
    periods,
    schedules_of,
)
from services.projects.reads.calls import call_as_at, check, check_as_at, checked, was_published
from services.projects.reads.capacity import period_as_at, promised
from services.projects.reads.deliverables import DELIVERABLE, latest_version
from services.projects.reads.programme import PROGRAMME, lifecycle, programme, programme_phases
from services.projects.reads.progress import confidence, confidences, hearing, hearings
from services.projects.reads.projects import in_force, phase_on, place_on, project, project_then
from services.projects.reads.releases import items, release, releases, told
from services.projects.reads.rows import get
from services.projects.reads.seals import last_amendment, seal_keys
from services.projects.reads.work_requests import answers_to, terms_of, work_request, work_requests

__all__ = [
    "DELIVERABLE",
    "MEASURE_DUE",
    "MEASURE_OVERDUE",
    "PROGRAMME",
    "answers_to",
    "benefit",
    "benefits",
    "call_as_at",
    "check",
    "check_as_at",
    "checked",
    "claims_of",
    "confidence",
    "confidences",
    "figure",
    "get",
    "hearing",
    "hearings",
    "in_force",
    "items",
    "last_amendment",
    "latest_version",
    "lifecycle",
    "measures",
    "period_as_at",
    "periods",
    "phase_on",
    "place_on",
    "programme",
    "programme_phases",
    "project",
    "project_then",
    "promised",
    "release",
    "releases",
    "schedules_of",
    "seal_keys",
    "terms_of",
    "told",
    "was_published",
    "work_request",
    "work_requests",
]
