"""What other services may ask councils over request and reply, and what it answers: no events, kept by nobody."""

from shared.events.part import Part

ROLE_ADDRESS = "role-address"
"""Asked on `ask.councils.role-address`: how a role is reached at this moment."""


class RoleAddressAsked(Part):
    """Who is to be reached: a role in a council, by slug (`programme` for the whole programme), and for what."""

    council: str
    role: str
    purpose: str


class RoleAddress(Part):
    """How a role is reached: by its holder, or by the deputy while there is no holder or the holder is away.

    It is for the one message at hand. Whoever asks keeps none of it, and asks again for the next one.
    """

    council: str
    role: str
    person: str
    deputised: bool
    name: str
    email: str
