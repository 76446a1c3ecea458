"""What projects says of benefits: what is expected, who claims what, and what was measured, due or overdue."""

from shared.events.base import Event
from shared.events.marks import Words
from shared.events.part import Part


class BenefitFigure(Part):
    """A value with the day it is, or is to be, true at."""

    value: float
    date: str


class BenefitAttribution(Part):
    """How much of what is measured the project accounts for: the whole, a part nobody counted, or a share of it."""

    kind: str
    percentage: float | None = None
    rule: Words


class BenefitSchedule(Part):
    """How often a benefit is measured, on which day first, and on which last, if ever."""

    every: str
    first_due: str
    last_due: str | None = None


class BenefitProfiled(Event, about="benefit", audience="public"):
    """A benefit that a project expects or reported; types are never added to one another."""

    benefit: str
    project: str
    statement: Words
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = None
    basis: Words | None = None
    owner_role: str | None = None
    measure: str | None = None
    unit: str | None = None
    attribution: BenefitAttribution | None = None
    baseline: BenefitFigure | None = None
    target: BenefitFigure | None = None
    schedule: BenefitSchedule | None = None
    effective: str | None = None


class BenefitDetailsChanged(Event, about="benefit", audience="public"):
    """What is said of a benefit changed; the event carries it as it is now, without baseline, target and schedule."""

    benefit: str
    project: str
    statement: Words
    type: str | None = None
    amount_gbp: int | None = None
    basis: Words | None = None
    owner_role: str | None = None
    measure: str | None = None
    unit: str | None = None
    attribution: BenefitAttribution | None = None


class BenefitBaselineChanged(Event, about="benefit", audience="public"):
    """A benefit has another baseline from a day on, for a reason; `before` null means that it had none."""

    benefit: str
    project: str
    baseline: BenefitFigure
    before: BenefitFigure | None = None
    reason: Words | None = None
    effective: str


class BenefitTargetChanged(Event, about="benefit", audience="public"):
    """A benefit has another target from a day on, for a reason; `before` null means that it had none."""

    benefit: str
    project: str
    target: BenefitFigure
    before: BenefitFigure | None = None
    reason: Words | None = None
    effective: str


class BenefitScheduleChanged(Event, about="benefit", audience="public"):
    """A benefit is measured at other times from now on; without a schedule, no measure falls due any more."""

    benefit: str
    project: str
    schedule: BenefitSchedule | None = None
    effective: str


class BenefitClaimed(Event, about="benefit", audience="public"):
    """A profile claims a measure for a time, of some councils or of the whole programme: no other profile may."""

    benefit: str
    project: str
    claim: int
    measure: str
    programme_wide: bool
    councils: tuple[str, ...] = ()
    starts: str
    ends: str | None = None
    effective: str


class BenefitClaimWithdrawn(Event, about="benefit", audience="public"):
    """A profile no longer claims a measure; another one may."""

    benefit: str
    project: str
    claim: int
    measure: str
    reason: Words
    effective: str


class BenefitMeasured(Event, about="benefit", audience="public"):
    """A benefit was measured for a period, for the programme as a whole; `corrects` names the measure it puts right.

    `period` is the day on which the period's measure falls due, `from_day` the first day of the period.
    """

    benefit: str
    project: str
    number: int
    period: str
    from_day: str
    measure: str
    unit: str | None = None
    value: float
    by_role: str
    evidence: tuple[str, ...] = ()
    corrects: int | None = None
    reason: Words | None = None
    effective: str


class BenefitMeasureDue(Event, about="benefit", audience="public"):
    """A period of a benefit's schedule is over: its measure is due."""

    benefit: str
    project: str
    period: str
    from_day: str
    measure: str | None = None
    owner_role: str | None = None
    effective: str


class BenefitMeasureOverdue(Event, about="benefit", audience="public"):
    """A benefit's measure was due some time ago, and is still not there."""

    benefit: str
    project: str
    period: str
    from_day: str
    measure: str | None = None
    owner_role: str | None = None
    effective: str
