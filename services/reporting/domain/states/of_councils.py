"""What events of councils put into states; who holds a role is left out, as it is everywhere but at its owner's."""

from collections.abc import Mapping, Sequence

from services.reporting.domain.states.folding import Put
from services.reporting.domain.states.puts import put, same, told

_IS = same("name", "gaelic_name", "population", "population_year", "code3")
_STANDS = same("effective", "certainty", "source")
_MOVED = (
    *same("release", "reason", "note", "evidence", "variant"),
    put("state", "$to_state"),
    put("state_since", "$effective"),
)
_FIGURE = (
    *same(
        "council", "profile", "project", "period", "stage", "measure", "type", "unit", "value", "by_role", "evidence"
    ),
    *same("effective"),
    put("withdrawal", None),
)

COUNCILS: Mapping[str, Sequence[Put]] = {
    "councils.registered": (*_IS, *same("gss_code", "former_gss_codes")),
    "councils.details-changed": _IS,
    "councils.code-replaced": (*same("gss_code"), put("replaced_codes/$retired_gss_code", "$effective")),
    "councils.membership-started": (put("standing", "joined"), *_STANDS),
    "councils.membership-agreed-in-principle": (put("standing", "in-principle"), *_STANDS),
    "councils.membership-ended": (put("standing", "left"), *_STANDS),
    "councils.membership-corrected": (*same("standing"), *_STANDS),
    "councils.membership-count-reported": same("effective", "councils", "basis", "source"),
    "councils.family-group-registered": same("name", "source"),
    "councils.family-group-council-added": (put("councils/$council", told("effective", "source", standing="in")),),
    "councils.family-group-council-removed": (put("councils/$council", told("effective", "source", standing="out")),),
    "councils.family-group-corrected": (put("councils/$council", told("effective", "source", "standing")),),
    "councils.adoption-opened": (
        *same("council", "deliverable", "project", "release", "state", "demonstration"),
        put("state_since", "$effective"),
    ),
    "councils.adoption-moved": _MOVED,
    "councils.adoption-corrected": _MOVED,
    "councils.adoption-planned": (put("plan", told("adopt_on", "in_use_on", "reason")),),
    "councils.acknowledgement-requested": (
        *same("council", "deliverable", "project", "state", "successor", "reason", "acknowledge_by", "demonstration"),
        put("step", "asked"),
    ),
    "councils.acknowledgement-given": (
        put("step", "acknowledged"),
        *same("by_role", "stops_using_on"),
    ),
    "councils.acknowledgement-raised": (put("step", "raised"), *same("level")),
    "councils.acknowledgement-lapsed": (put("step", "lapsed"), *same("because")),
    "councils.benefit-figure-given": _FIGURE,
    "councils.benefit-figure-corrected": _FIGURE,
    "councils.benefit-figure-withdrawn": (
        put("value", None),
        put("withdrawal", told("by_role", "reason", "effective")),
    ),
    "councils.benefit-visibility-changed": (put("visibility", "$to_visibility"),),
    "councils.call-answered": same("council", "call", "project", "answer", "commitments", "reason"),
    "councils.commitment-changed": (put("answer", "commit"), *same("commitments", "reason")),
    "councils.capacity-given": same("council", "month", "given"),
    "councils.days-delivered": same("council", "month", "delivered"),
    "councils.role-assigned": (
        *same("council", "role", "effective", "ends", "away_until"),
        put("vacated", None),
    ),
    "councils.role-end-announced": same("ends"),
    "councils.role-vacated": (put("vacated", told("because", "effective")),),
}
