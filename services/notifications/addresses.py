"""How a role is reached: asked of councils for each message that is sent, and kept nowhere.

As nothing is kept, there is nothing to forget when councils says that a contact was erased: the next question is
answered with somebody else, or with nobody. An address must not be logged, stored or put into an event here.
"""

from shared.events.councils.questions import ROLE_ADDRESS, RoleAddress, RoleAddressAsked
from shared.messaging.asking import ANSWER_SECONDS, ask
from shared.messaging.supervisor import Messaging


async def address_of(
    messaging: Messaging, council: str, role: str, *, purpose: str, seconds: float = ANSWER_SECONDS
) -> RoleAddress:
    """Return who holds a role, or deputises, and the address; councils writes down who asked, and for what.

    Refusals carry their names: `role-vacant` where nobody is there, `unknown-council`, `unknown-role`, and
    `councils-away` where there is no answer in time.
    """
    asked = RoleAddressAsked(council=council, role=role, purpose=purpose)
    return RoleAddress.model_validate(await ask(messaging.client, "councils", ROLE_ADDRESS, asked, seconds=seconds))
