"""What councils answers to other services: how a role is reached, to notifications alone, for one message at a time."""

from services.councils.commands.disclosures import tell_address
from shared.events.councils.questions import ROLE_ADDRESS, RoleAddressAsked
from shared.messaging.asking import Answer

ANSWERS = (Answer(ROLE_ADDRESS, RoleAddressAsked, tell_address, frozenset({"notifications"})),)
