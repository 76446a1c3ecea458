"""What councils tells: which of its roles have a holder and a deputy; who they are is left out."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell, day
from shared.events import Event
from shared.events import councils as said


def role_assigned(event: said.RoleAssigned) -> Iterable[Row]:
    yield models.HeldRoleFact, _role(event) | {"holder": event.holder is not None, "ends": day(event.ends)}


def role_vacated(event: said.RoleVacated) -> Iterable[Row]:
    # that a last day is over follows from what was told of it, also before this event came
    if event.because != "term-ended":
        yield models.HeldRoleFact, _role(event) | {"holder": False, "ends": None}


def _role(event: said.RoleAssigned | said.RoleVacated) -> dict[str, object]:
    return {"council": event.council, "role": event.role, "deputy": event.deputy is not None}


TELLS: Mapping[type[Event], Tell] = {
    said.RoleAssigned: role_assigned,
    said.RoleVacated: role_vacated,
}
