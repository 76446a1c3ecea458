"""What may be done with the operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.nouns.operations_clock import AsyncOperationClock, OperationClock
from partnership_client.nouns.operations_dead_letters import AsyncOperationDeadLetters, OperationDeadLetters
from partnership_client.nouns.operations_outbox import AsyncOperationOutbox, OperationOutbox
from partnership_client.nouns.operations_subscriptions import AsyncOperationSubscriptions, OperationSubscriptions
from partnership_client.nouns.operations_timers import AsyncOperationTimers, OperationTimers
from partnership_client.sending import AsyncSender, Sender


class Operations(Noun):
    """The operations."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.dead_letters = OperationDeadLetters(sender)
        self.clock = OperationClock(sender)
        self.timers = OperationTimers(sender)
        self.outbox = OperationOutbox(sender)
        self.subscriptions = OperationSubscriptions(sender)


class AsyncOperations(AsyncNoun):
    """The operations."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.dead_letters = AsyncOperationDeadLetters(sender)
        self.clock = AsyncOperationClock(sender)
        self.timers = AsyncOperationTimers(sender)
        self.outbox = AsyncOperationOutbox(sender)
        self.subscriptions = AsyncOperationSubscriptions(sender)
