"""What may be done with the acknowledgements of adoptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.adoptions import Acknowledgement
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class AdoptionAcknowledgements(Noun):
    """The acknowledgements of adoptions."""

    def list(
        self,
        *,
        council: str | None = None,
        deliverable: str | None = None,
        state: Literal["asked", "acknowledged", "lapsed"] | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> Pages[Acknowledgement]:
        """List what councils were asked to acknowledge; a council's client is shown its own, and refused another's.

        `council`: slug or any GSS code
        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Acknowledgement],
                "GET",
                "/api/v1/adoptions/acknowledgements",
                query={"council": council, "deliverable": deliverable, "state": state, "as_at": as_at, "limit": limit},
            ),
        )

    def get(self, council: str, deliverable: str, *, as_at: Day | None = None) -> Acknowledgement:
        """Show what a council was asked last about the end of a deliverable, and what became of that.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                Acknowledgement,
                "GET",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/acknowledgement",
                query={"as_at": as_at},
            )
        )

    def acknowledge(
        self,
        council: str,
        deliverable: str,
        *,
        by_role: RoleName,
        note: str | None = None,
        stops_using_on: Day | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Acknowledgement:
        """Acknowledge, as the council that was asked, that a deliverable it adopted is superseded or withdrawn."""
        return self._sender.ask(
            Request(
                Acknowledgement,
                "POST",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/acknowledgement",
                body=known(
                    {"by_role": by_role, "note": note, "stops_using_on": stops_using_on, "effective": effective}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncAdoptionAcknowledgements(AsyncNoun):
    """The acknowledgements of adoptions."""

    def list(
        self,
        *,
        council: str | None = None,
        deliverable: str | None = None,
        state: Literal["asked", "acknowledged", "lapsed"] | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Acknowledgement]:
        """List what councils were asked to acknowledge; a council's client is shown its own, and refused another's.

        `council`: slug or any GSS code
        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Acknowledgement],
                "GET",
                "/api/v1/adoptions/acknowledgements",
                query={"council": council, "deliverable": deliverable, "state": state, "as_at": as_at, "limit": limit},
            ),
        )

    async def get(self, council: str, deliverable: str, *, as_at: Day | None = None) -> Acknowledgement:
        """Show what a council was asked last about the end of a deliverable, and what became of that.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                Acknowledgement,
                "GET",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/acknowledgement",
                query={"as_at": as_at},
            )
        )

    async def acknowledge(
        self,
        council: str,
        deliverable: str,
        *,
        by_role: RoleName,
        note: str | None = None,
        stops_using_on: Day | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Acknowledgement:
        """Acknowledge, as the council that was asked, that a deliverable it adopted is superseded or withdrawn."""
        return await self._sender.ask(
            Request(
                Acknowledgement,
                "POST",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/acknowledgement",
                body=known(
                    {"by_role": by_role, "note": note, "stops_using_on": stops_using_on, "effective": effective}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )
