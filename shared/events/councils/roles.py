"""What councils says of who holds which role, by opaque ids of persons: no name and no address is ever in an event."""

from shared.events.base import Event
from shared.events.marks import Person
from shared.events.part import Part


class RoleAssigned(Event, about="council", audience="council", aggregate="role", identity=("council", "role")):
    """Somebody holds a role in a council, or deputises in it, from a day on; null is nobody.

    `council` is `programme` for the roles of the whole programme. `ends` is the holder's last day, where one was said;
    `correction` says why something was told of days of which something else had been told.
    """

    council: str
    role: str
    holder: Person | None = None
    deputy: Person | None = None
    effective: str
    ends: str | None = None
    away_until: str | None = None
    correction: str | None = None


class RoleEndAnnounced(Event, about="council", audience="council", aggregate="role", identity=("council", "role")):
    """In so many days the holder of a role has the last day in it, and nobody was named to follow."""

    council: str
    role: str
    ends: str
    days: int
    effective: str


class RoleVacated(Event, about="council", audience="council", aggregate="role", identity=("council", "role")):
    """A role has no holder any more: it was `given-up`, the `term-ended`, or the contact was `erased`."""

    council: str
    role: str
    because: str
    deputy: Person | None = None
    effective: str


class RoleLeft(Part):
    """A role that an erased contact was in, as its holder or its deputy."""

    role: str
    place: str


class Recipient(Part):
    """A client or service that had been sent the data of a contact: how often, and when first and last."""

    recipient: str
    times: int
    first: str
    last: str


class ContactErased(Event, about="council", audience="council", aggregate="contact", identity=("person",)):
    """What was kept of a person is gone for good; whoever was told it (`told`) is asked to forget it too.

    `because` is asked-by-the-person, recorded-by-mistake, no-longer-needed or retention-over; `roles` are those that
    the person was in, which are without a holder or a deputy from `effective` on.
    """

    council: str
    person: Person
    because: str
    roles: tuple[RoleLeft, ...] = ()
    told: tuple[Recipient, ...] = ()
    effective: str
