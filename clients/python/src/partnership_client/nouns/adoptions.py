"""What may be done with the adoptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.adoptions import Adoption, AdoptionHistory, AdoptionMoved, Reasons
from partnership_client.nouns.adoptions_acknowledgements import AdoptionAcknowledgements, AsyncAdoptionAcknowledgements
from partnership_client.nouns.adoptions_plan import AdoptionPlan, AsyncAdoptionPlan
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender
from partnership_client.wishes.adoptions import EvidenceWish, VariantWish


class Adoptions(Noun):
    """The adoptions."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.plan = AdoptionPlan(sender)
        self.acknowledgements = AdoptionAcknowledgements(sender)

    def list(
        self,
        *,
        council: str | None = None,
        deliverable: str | None = None,
        release: str | None = None,
        state: Literal[
            "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
        ]
        | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> Pages[Adoption]:
        """List adoption lines; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Adoption],
                "GET",
                "/api/v1/adoptions",
                query={
                    "council": council,
                    "deliverable": deliverable,
                    "release": release,
                    "state": state,
                    "as_at": as_at,
                    "limit": limit,
                },
            ),
        )

    def get(self, council: str, deliverable: str, *, as_at: Day | None = None) -> AdoptionHistory:
        """Show an adoption line with all its moves and plans.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                AdoptionHistory,
                "GET",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}",
                query={"as_at": as_at},
            )
        )

    def move(
        self,
        adoption: Adoption | AdoptionHistory | AdoptionMoved,
        *,
        state: Literal[
            "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
        ],
        note: str | Left | None = OMITTED,
        reason: Literal[
            "not-needed",
            "has-own-solution",
            "no-capacity",
            "costs",
            "not-now",
            "does-not-fit",
            "legal-or-policy",
            "other",
        ]
        | Left
        | None = OMITTED,
        evidence: Sequence[EvidenceWish] | Left = OMITTED,
        variant: VariantWish | Left | None = OMITTED,
        effective: Day | Left | None = OMITTED,
    ) -> AdoptionMoved:
        """Move an adoption line to the state the council has come to; 'may_become' of the line says which may follow."""
        return self._sender.ask(
            Request(
                AdoptionMoved,
                "PATCH",
                f"/api/v1/adoptions/{segment(adoption.council)}/{segment(adoption.deliverable)}",
                body={
                    "state": state,
                    "note": note,
                    "reason": reason,
                    "evidence": evidence,
                    "variant": variant,
                    "effective": effective,
                },
                if_match=adoption.version,
            )
        )

    def correct(
        self,
        council: str,
        deliverable: str,
        *,
        state: Literal[
            "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
        ],
        effective: Day,
        correction_reason: str,
        note: str | None = None,
        reason: Literal[
            "not-needed",
            "has-own-solution",
            "no-capacity",
            "costs",
            "not-now",
            "does-not-fit",
            "legal-or-policy",
            "other",
        ]
        | None = None,
        evidence: Sequence[EvidenceWish] = (),
        variant: VariantWish | None = None,
        idempotency_key: str | None = None,
    ) -> AdoptionMoved:
        """Put right what was told of a line from a day on, until what was told of a later one; nothing told is lost."""
        return self._sender.ask(
            Request(
                AdoptionMoved,
                "POST",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/corrections",
                body=known(
                    {
                        "state": state,
                        "note": note,
                        "reason": reason,
                        "evidence": evidence,
                        "variant": variant,
                        "effective": effective,
                        "correction_reason": correction_reason,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def decline_reasons(self) -> Reasons:
        """List the reasons for which a council may decline a deliverable, with what each means."""
        return self._sender.ask(Request(Reasons, "GET", "/api/v1/adoptions/reasons"))


class AsyncAdoptions(AsyncNoun):
    """The adoptions."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.plan = AsyncAdoptionPlan(sender)
        self.acknowledgements = AsyncAdoptionAcknowledgements(sender)

    def list(
        self,
        *,
        council: str | None = None,
        deliverable: str | None = None,
        release: str | None = None,
        state: Literal[
            "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
        ]
        | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Adoption]:
        """List adoption lines; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Adoption],
                "GET",
                "/api/v1/adoptions",
                query={
                    "council": council,
                    "deliverable": deliverable,
                    "release": release,
                    "state": state,
                    "as_at": as_at,
                    "limit": limit,
                },
            ),
        )

    async def get(self, council: str, deliverable: str, *, as_at: Day | None = None) -> AdoptionHistory:
        """Show an adoption line with all its moves and plans.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                AdoptionHistory,
                "GET",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}",
                query={"as_at": as_at},
            )
        )

    async def move(
        self,
        adoption: Adoption | AdoptionHistory | AdoptionMoved,
        *,
        state: Literal[
            "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
        ],
        note: str | Left | None = OMITTED,
        reason: Literal[
            "not-needed",
            "has-own-solution",
            "no-capacity",
            "costs",
            "not-now",
            "does-not-fit",
            "legal-or-policy",
            "other",
        ]
        | Left
        | None = OMITTED,
        evidence: Sequence[EvidenceWish] | Left = OMITTED,
        variant: VariantWish | Left | None = OMITTED,
        effective: Day | Left | None = OMITTED,
    ) -> AdoptionMoved:
        """Move an adoption line to the state the council has come to; 'may_become' of the line says which may follow."""
        return await self._sender.ask(
            Request(
                AdoptionMoved,
                "PATCH",
                f"/api/v1/adoptions/{segment(adoption.council)}/{segment(adoption.deliverable)}",
                body={
                    "state": state,
                    "note": note,
                    "reason": reason,
                    "evidence": evidence,
                    "variant": variant,
                    "effective": effective,
                },
                if_match=adoption.version,
            )
        )

    async def correct(
        self,
        council: str,
        deliverable: str,
        *,
        state: Literal[
            "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
        ],
        effective: Day,
        correction_reason: str,
        note: str | None = None,
        reason: Literal[
            "not-needed",
            "has-own-solution",
            "no-capacity",
            "costs",
            "not-now",
            "does-not-fit",
            "legal-or-policy",
            "other",
        ]
        | None = None,
        evidence: Sequence[EvidenceWish] = (),
        variant: VariantWish | None = None,
        idempotency_key: str | None = None,
    ) -> AdoptionMoved:
        """Put right what was told of a line from a day on, until what was told of a later one; nothing told is lost."""
        return await self._sender.ask(
            Request(
                AdoptionMoved,
                "POST",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/corrections",
                body=known(
                    {
                        "state": state,
                        "note": note,
                        "reason": reason,
                        "evidence": evidence,
                        "variant": variant,
                        "effective": effective,
                        "correction_reason": correction_reason,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def decline_reasons(self) -> Reasons:
        """List the reasons for which a council may decline a deliverable, with what each means."""
        return await self._sender.ask(Request(Reasons, "GET", "/api/v1/adoptions/reasons"))
