"""What may be done with the adoptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.adoptions import Adoption, AdoptionHistory, AdoptionMoved
from partnership_client.nouns.adoptions_acknowledgements import AdoptionAcknowledgements, AsyncAdoptionAcknowledgements
from partnership_client.request import OMITTED, Day, Left, Request, segment
from partnership_client.sending import AsyncSender, Sender


class Adoptions(Noun):
    """The adoptions."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
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
        limit: int | None = None,
    ) -> Pages[Adoption]:
        """List adoption lines; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        """
        return Pages(
            self._sender,
            Request(
                Page[Adoption],
                "GET",
                "/api/v1/adoptions",
                query={"council": council, "deliverable": deliverable, "release": release, "state": state},
            ),
            limit,
        )

    def get(self, council: str, deliverable: str) -> AdoptionHistory:
        """Show an adoption line with all its moves."""
        return self._sender.ask(
            Request(AdoptionHistory, "GET", f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}")
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
        effective: Day | Left | None = OMITTED,
    ) -> AdoptionMoved:
        """Move an adoption line to the state the council has come to; 'may_become' of the line says which may follow."""
        return self._sender.ask(
            Request(
                AdoptionMoved,
                "PATCH",
                f"/api/v1/adoptions/{segment(adoption.council)}/{segment(adoption.deliverable)}",
                body={"state": state, "note": note, "reason": reason, "effective": effective},
                if_match=adoption.version,
            )
        )


class AsyncAdoptions(AsyncNoun):
    """The adoptions."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
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
        limit: int | None = None,
    ) -> AsyncPages[Adoption]:
        """List adoption lines; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Adoption],
                "GET",
                "/api/v1/adoptions",
                query={"council": council, "deliverable": deliverable, "release": release, "state": state},
            ),
            limit,
        )

    async def get(self, council: str, deliverable: str) -> AdoptionHistory:
        """Show an adoption line with all its moves."""
        return await self._sender.ask(
            Request(AdoptionHistory, "GET", f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}")
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
        effective: Day | Left | None = OMITTED,
    ) -> AdoptionMoved:
        """Move an adoption line to the state the council has come to; 'may_become' of the line says which may follow."""
        return await self._sender.ask(
            Request(
                AdoptionMoved,
                "PATCH",
                f"/api/v1/adoptions/{segment(adoption.council)}/{segment(adoption.deliverable)}",
                body={"state": state, "note": note, "reason": reason, "effective": effective},
                if_match=adoption.version,
            )
        )
