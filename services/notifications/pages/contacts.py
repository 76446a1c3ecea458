"""Who is told when a subscription is paused, as a page says it: roles, never people, and what came of the last mail."""

from collections.abc import Mapping
from typing import Any

from services.notifications.domain.mails import PROGRAMME, Place, told
from services.notifications.pages import words


def shown(council: str | None, mails: Mapping[tuple[str, str], Any]) -> list[dict[str, str]]:
    """Return the roles that are told, each with what became of the last mail to it."""
    return [
        {"role": _role(place), "last": _last(mails.get((place.council, place.role)), place)} for place in told(council)
    ]


def _role(place: Place) -> str:
    whose = "the programme" if place.council == PROGRAMME else place.council
    return f"{place.role.replace('-', ' ').capitalize()} of {whose}"


def _last(mail: Any, place: Place) -> str:
    if mail is None:
        return "Nothing had to be told yet"
    if mail.state == "sent":
        instead = "" if mail.reached in {None, str(place)} else f", to {_reached(mail.reached)} in its place"
        return f"Told on {words.moment(mail.settled_at)}{instead}"
    if mail.state == "not-needed":
        return "Nothing had to be told: it went on before the mail was sent"
    if mail.state == "given-up":
        return "Could not be told: nobody holds the role, or the mail was not taken"
    return f"Is being told; the next try is on {words.moment(mail.due_at)}"


def _reached(place: str) -> str:
    council, _, role = place.partition("/")
    return f"the {role.replace('-', ' ')} of {'the programme' if council == PROGRAMME else council}"
