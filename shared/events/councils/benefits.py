"""What councils says of the benefit figures of councils, and of who may see each."""

from shared.events.base import Event
from shared.events.marks import Words

KEY = ("council", "profile", "period", "stage")


class BenefitFigureGiven(Event, about="council", audience="council", aggregate="benefit-figure", identity=KEY):
    """A council gave its figure of a benefit for a period: forecast, claimed, or verified by a role other than that.

    The figure has the profile's type and unit, and is never added to one of another type, unit or stage. A figure of a
    type `dis-benefit` is what the council loses. `period` is a year, a quarter, a month or two days joined by `--`.
    """

    council: str
    profile: str
    project: str
    period: str
    stage: str
    measure: str
    type: str
    unit: str
    value: float
    by_role: str
    evidence: tuple[str, ...] = ()
    reason: Words | None = None
    effective: str


class BenefitFigureCorrected(Event, about="council", audience="council", aggregate="benefit-figure", identity=KEY):
    """A council put a figure of its own right, for a reason; `corrects` is the version that told it before."""

    council: str
    profile: str
    project: str
    period: str
    stage: str
    measure: str
    type: str
    unit: str
    value: float
    by_role: str
    evidence: tuple[str, ...] = ()
    corrects: int
    reason: Words
    effective: str


class BenefitFigureWithdrawn(Event, about="council", audience="council", aggregate="benefit-figure", identity=KEY):
    """A council took a figure of its own back, for a reason; that it was given stays."""

    council: str
    profile: str
    period: str
    stage: str
    by_role: str
    reason: Words
    effective: str


class BenefitVisibilityChanged(Event, about="council", audience="council", aggregate="benefit-figure", identity=KEY):
    """A council said who may see a figure of its own from now on, also as it was before.

    `own` (the council and the Office, as every figure begins), `family-group`, `programme` or `public`.
    """

    council: str
    profile: str
    period: str
    stage: str
    from_visibility: str
    to_visibility: str
    effective: str
