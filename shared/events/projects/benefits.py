"""What projects says of benefits."""

from shared.events.base import Event


class BenefitProfiled(Event, about="benefit", audience="public"):
    """A benefit that a project expects or reported; types are never added to one another."""

    benefit: str
    project: str
    statement: str
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = None
    basis: str | None = None
