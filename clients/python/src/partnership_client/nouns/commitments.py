"""What may be done with the commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.nouns.commitments_answers import AsyncCommitmentAnswers, CommitmentAnswers
from partnership_client.nouns.commitments_balance import AsyncCommitmentBalance, CommitmentBalance
from partnership_client.nouns.commitments_capacity import AsyncCommitmentCapacity, CommitmentCapacity
from partnership_client.nouns.commitments_delivered import AsyncCommitmentDelivered, CommitmentDelivered
from partnership_client.sending import AsyncSender, Sender


class Commitments(Noun):
    """The commitments."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.capacity = CommitmentCapacity(sender)
        self.delivered = CommitmentDelivered(sender)
        self.balance = CommitmentBalance(sender)
        self.answers = CommitmentAnswers(sender)


class AsyncCommitments(AsyncNoun):
    """The commitments."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.capacity = AsyncCommitmentCapacity(sender)
        self.delivered = AsyncCommitmentDelivered(sender)
        self.balance = AsyncCommitmentBalance(sender)
        self.answers = AsyncCommitmentAnswers(sender)
