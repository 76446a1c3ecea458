"""What may be done with the answers of commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.commitments import AnswerHistory
from partnership_client.models.work_requests import CouncilsAnswer
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class CommitmentAnswers(Noun):
    """The answers of commitments."""

    def list(
        self,
        *,
        call: str | None = None,
        council: str | None = None,
        answer: Literal["commit", "interested", "no"] | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> Pages[CouncilsAnswer]:
        """List what councils answered; a council's client is shown its own, and refused another council's.

        `call`: only those to this call
        `council`: slug or any GSS code
        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[CouncilsAnswer],
                "GET",
                "/api/v1/commitments/answers",
                query={"call": call, "council": council, "answer": answer, "as_at": as_at, "limit": limit},
            ),
        )

    def get(self, key: str, council: str, *, as_at: Day | None = None) -> AnswerHistory:
        """Show what a council answered to a call, with all it said before.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                AnswerHistory,
                "GET",
                f"/api/v1/commitments/answers/{segment(key)}/{segment(council)}",
                query={"as_at": as_at},
            )
        )

    def answer(
        self,
        *,
        call: str,
        council: str,
        answer: Literal["commit", "interested", "no"],
        role: RoleName | None = None,
        days_per_month: float | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> CouncilsAnswer:
        """Answer a call for participation: commit, interested or no; another answer may follow until the deadline."""
        return self._sender.ask(
            Request(
                CouncilsAnswer,
                "POST",
                "/api/v1/commitments/answers",
                body=known(
                    {
                        "call": call,
                        "council": council,
                        "answer": answer,
                        "role": role,
                        "days_per_month": days_per_month,
                        "from": from_,
                        "to": to,
                        "reason": reason,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def change(
        self,
        answer: CouncilsAnswer | AnswerHistory,
        *,
        role: RoleName,
        reason: str,
        days_per_month: float | Left | None = OMITTED,
        from_: Day | Left | None = OMITTED,
        to: Day | Left | None = OMITTED,
    ) -> CouncilsAnswer:
        """Change what a council committed for a role, also after the deadline, for a reason."""
        return self._sender.ask(
            Request(
                CouncilsAnswer,
                "PATCH",
                f"/api/v1/commitments/answers/{segment(answer.call)}/{segment(answer.council)}",
                body={"role": role, "days_per_month": days_per_month, "from": from_, "to": to, "reason": reason},
                if_match=answer.version,
            )
        )


class AsyncCommitmentAnswers(AsyncNoun):
    """The answers of commitments."""

    def list(
        self,
        *,
        call: str | None = None,
        council: str | None = None,
        answer: Literal["commit", "interested", "no"] | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> AsyncPages[CouncilsAnswer]:
        """List what councils answered; a council's client is shown its own, and refused another council's.

        `call`: only those to this call
        `council`: slug or any GSS code
        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[CouncilsAnswer],
                "GET",
                "/api/v1/commitments/answers",
                query={"call": call, "council": council, "answer": answer, "as_at": as_at, "limit": limit},
            ),
        )

    async def get(self, key: str, council: str, *, as_at: Day | None = None) -> AnswerHistory:
        """Show what a council answered to a call, with all it said before.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                AnswerHistory,
                "GET",
                f"/api/v1/commitments/answers/{segment(key)}/{segment(council)}",
                query={"as_at": as_at},
            )
        )

    async def answer(
        self,
        *,
        call: str,
        council: str,
        answer: Literal["commit", "interested", "no"],
        role: RoleName | None = None,
        days_per_month: float | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> CouncilsAnswer:
        """Answer a call for participation: commit, interested or no; another answer may follow until the deadline."""
        return await self._sender.ask(
            Request(
                CouncilsAnswer,
                "POST",
                "/api/v1/commitments/answers",
                body=known(
                    {
                        "call": call,
                        "council": council,
                        "answer": answer,
                        "role": role,
                        "days_per_month": days_per_month,
                        "from": from_,
                        "to": to,
                        "reason": reason,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def change(
        self,
        answer: CouncilsAnswer | AnswerHistory,
        *,
        role: RoleName,
        reason: str,
        days_per_month: float | Left | None = OMITTED,
        from_: Day | Left | None = OMITTED,
        to: Day | Left | None = OMITTED,
    ) -> CouncilsAnswer:
        """Change what a council committed for a role, also after the deadline, for a reason."""
        return await self._sender.ask(
            Request(
                CouncilsAnswer,
                "PATCH",
                f"/api/v1/commitments/answers/{segment(answer.call)}/{segment(answer.council)}",
                body={"role": role, "days_per_month": days_per_month, "from": from_, "to": to, "reason": reason},
                if_match=answer.version,
            )
        )
