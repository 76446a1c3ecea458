"""What projects hears: what councils have to give, and what they answer to its calls."""

from services.projects.commands.shortfalls import hear_answer, hear_capacity
from shared.database import Transaction
from shared.events.councils import CallAnswered, CapacityGiven, CommitmentChanged
from shared.messaging.subscription import Heard, Subscription


async def capacity_was_given(change: Transaction, heard: Heard[CapacityGiven]) -> None:
    """Remember what a council has to give in a month."""
    await hear_capacity(change, heard.event, heard.envelope)


async def call_was_answered(change: Transaction, heard: Heard[CallAnswered | CommitmentChanged]) -> None:
    """Remember what a council answered; what that leaves missing of a call that is over is said."""
    await hear_answer(change, heard.event, heard.envelope)


SUBSCRIPTIONS = [
    Subscription(
        "councils",
        {
            CapacityGiven: capacity_was_given,
            CallAnswered: call_was_answered,
            CommitmentChanged: call_was_answered,
        },
    ),
]
