"""What councils says of councils and their codes."""

from shared.events.base import Event


class CouncilRegistered(Event, about="council", audience="public"):
    """A council entered the register with its live code and those it had before."""

    council: str
    name: str
    gaelic_name: str | None = None
    gss_code: str
    former_gss_codes: tuple[str, ...] = ()
    population: int | None = None
    population_year: int | None = None
    code3: str | None = None


class CouncilDetailsChanged(Event, about="council", audience="public"):
    """A council's description changed; the event carries the details as they are now."""

    council: str
    name: str
    gaelic_name: str | None = None
    population: int | None = None
    population_year: int | None = None
    code3: str | None = None


class CouncilCodeReplaced(Event, about="council", audience="public"):
    """A council's boundary moved, so its code was retired and another took its place."""

    council: str
    retired_gss_code: str
    gss_code: str
    effective: str
