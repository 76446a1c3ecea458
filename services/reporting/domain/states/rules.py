"""The rule of every type of event: what it puts into the state of the aggregate that it is of."""

from collections.abc import Mapping, Sequence

from services.reporting.domain.states.folding import Put
from services.reporting.domain.states.of_councils import COUNCILS
from services.reporting.domain.states.of_projects import PROJECTS

RULES: Mapping[str, Sequence[Put]] = {**PROJECTS, **COUNCILS}
"""By short name. Newest told wins, whatever day it counts from: that day stands beside it."""

LEFT_OUT: Mapping[str, str] = {
    "client": "machine clients are for the Office to look after, at /api/v1/clients",
    "contact": "what is kept of people is in one place, and never in a copy",
    "history": "says that other events are void; a copy is made anew then",
    "import": "how a file fared is for its sender, at /api/v1/imports",
    "report-conflict": "what disagrees is for its owner to decide, at /api/v1/imports",
    "seal-key": "keys are at /api/v1/releases/seal-keys",
    "signing-key": "keys are at /.well-known/jwks.json",
}
"""Kinds of aggregates that are no part of any state, and why."""
