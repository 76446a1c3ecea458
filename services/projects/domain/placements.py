"""A project's place in a portfolio: what its dates may be."""

from collections.abc import Sequence

from services.projects.domain.dates import refuse_disorder
from services.projects.models import Placement, Portfolio, Project
from shared.errors import ConflictError, refuse_field
from shared.events.projects import ProjectPlaced
from shared.values import first_day, last_day


def place(
    project: Project,
    portfolio: Portfolio,
    before: Sequence[Placement],
    *,
    starts: str,
    ends: str | None,
    reading_of_ours: bool,
) -> ProjectPlaced:
    """Give a project its place in a portfolio, or refuse; told again from the same day, it puts the place right."""
    refuse_disorder("to", starts, ends)
    if last_day(starts) < first_day(portfolio.starts):
        refuse_field(
            "from",
            "dates-out-of-order",
            f"{starts} lies before the portfolio '{portfolio.key}' began, in {portfolio.starts}",
        )
    if portfolio.ends is not None and first_day(starts) >= last_day(portfolio.ends):
        refuse_field(
            "from", "dates-out-of-order", f"the portfolio '{portfolio.key}' had ended by then, in {portfolio.ends}"
        )
    wanted = (portfolio.key, last_day(starts), ends, reading_of_ours)
    if wanted in {(one.portfolio, one.starts_day, one.ends, one.reading_of_ours) for one in before}:
        raise ConflictError(
            f"The project {project.key} has its place in '{portfolio.key}' from {starts} already.",
            code="placed-already",
        )
    return ProjectPlaced(
        project=project.key, portfolio=portfolio.key, effective=starts, ends=ends, reading_of_ours=reading_of_ours
    )
