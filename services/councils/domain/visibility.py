"""Who may see a benefit figure: whom its council lets see it, today, whatever day is asked about.

A figure begins as its council's `own`, which the Office sees too, as it sees all that councils tell the programme.
`family-group` lets the councils see it that are in the same group today, `programme` every council of the programme,
and `public` everybody. No answer depends on a figure that its asker may not see: not a list, a count, a total, an
error, a page's end, nor the place of anything in an order.
"""

from collections.abc import Collection
from datetime import date
from typing import Literal

from services.councils.models import BenefitFigure
from shared.errors import ForbiddenError, NotFoundError
from shared.events.councils import BenefitVisibilityChanged

Visibility = Literal["own", "family-group", "programme", "public"]

OWN: Visibility = "own"
FAMILY: Visibility = "family-group"
TO_ALL: tuple[Visibility, ...] = ("programme", "public")
"""What every client may see: all belong to councils of the programme, or to the Office."""


def sees(own: str | None, figure: BenefitFigure, family: Collection[str]) -> bool:
    """Say whether a client sees a figure: `own` is its council, None for the Office; `family` those grouped with it."""
    if own is None or figure.council == own or figure.visibility in TO_ALL:
        return True
    return figure.visibility == FAMILY and figure.council in family


def unseen(council: str, profile: str, period: str, stage: str) -> NotFoundError:
    """Return the refusal for a figure that is not there, and for one that the asker may not see: the same words."""
    return NotFoundError(
        f"There is no figure '{council}/{profile}/{period}/{stage}', or its council has not let you see it."
    )


def refuse_all_but(council: str, own: str | None) -> None:
    """Refuse everybody but a client of the council: who may see its figures is for nobody else to say."""
    if own != council:
        who = f"This client belongs to '{own}'" if own else "This client belongs to no council"
        raise ForbiddenError(
            f"{who}; only a client of '{council}' says who may see the figures of '{council}'.",
            code="another-council" if own else "not-of-the-council",
        )


def change(figure: BenefitFigure, wanted: Visibility, today: date) -> BenefitVisibilityChanged | None:
    """Let others see a figure from now on, or no more; None if that is so already."""
    if wanted == figure.visibility:
        return None
    return BenefitVisibilityChanged(
        council=figure.council,
        profile=figure.profile,
        period=figure.period,
        stage=figure.stage,
        from_visibility=figure.visibility,
        to_visibility=wanted,
        effective=today.isoformat(),
    )
