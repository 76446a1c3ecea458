"""What may be done with the roles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.roles import Erased, Erasure, Export, Gap, Role, RoleList
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.wishes.roles import PersonWish
from partnership_client.words import RoleName


class Roles(Noun):
    """The roles."""

    def all(self) -> RoleList:
        """List the roles there are, and whether every council has one or the programme has it once."""
        return self._sender.ask(Request(RoleList, "GET", "/api/v1/roles"))

    def get(
        self,
        council: str,
        role: str,
        *,
        as_at: Day | None = None,
        purpose: Literal["coordination", "security-incident", "benefit-reporting", "audit"] | None = None,
    ) -> Role:
        """Show who holds a role, and how they are reached; that it was shown is written down.

        `as_at`: what was true on this day; today if left out
        `purpose`: what the contacts are wanted for; written down
        """
        return self._sender.ask(
            Request(
                Role,
                "GET",
                f"/api/v1/roles/{segment(council)}/{segment(role)}",
                query={"as_at": as_at, "purpose": purpose},
            )
        )

    def assign(
        self,
        role: Role,
        *,
        holder: PersonWish | None,
        deputy: PersonWish | None = None,
        starts: Day | None = None,
        ends: Day | None = None,
        away_until: Day | None = None,
        purpose: Literal["role-duties", "security-incidents"] = "role-duties",
        retention_days: int | None = None,
        correction: Literal["told-late", "recorded-by-mistake"] | None = None,
    ) -> Role:
        """Name who holds a role from a day on, and who deputises; the answer shows their ids and none of their data."""
        return self._sender.ask(
            Request(
                Role,
                "PUT",
                f"/api/v1/roles/{segment(role.council)}/{segment(role.role)}",
                body=known(
                    {
                        "holder": holder,
                        "deputy": deputy,
                        "starts": starts,
                        "ends": ends,
                        "away_until": away_until,
                        "purpose": purpose,
                        "retention_days": retention_days,
                        "correction": correction,
                    },
                    keep=("holder",),
                ),
                if_match=role.version,
            )
        )

    def gaps(
        self,
        *,
        council: str | None = None,
        role: RoleName | None = None,
        gap: Literal["no-holder", "ended", "ending", "no-deputy"] | None = None,
        within_days: int | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> Pages[Gap]:
        """List the roles without a holder or a deputy; a council's client is shown its own, and refused another's.

        `council`: slug or any GSS code
        `within_days`: a holder who ends so soon is a gap
        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Gap],
                "GET",
                "/api/v1/councils/roles/gaps",
                query={
                    "council": council,
                    "role": role,
                    "gap": gap,
                    "within_days": within_days,
                    "as_at": as_at,
                    "limit": limit,
                },
            ),
        )

    def export(self, *, email: str, idempotency_key: str | None = None) -> Export:
        """Return everything that is held of a person, for that person: contacts, roles, and to whom what was shown.

        The export itself is written down as a showing. An Idempotency-Key is taken and not kept, as the answer is not.
        """
        return self._sender.ask(
            Request(
                Export, "POST", "/api/v1/roles/exports", body={"email": email}, idempotency_key=key_of(idempotency_key)
            )
        )

    def erase(
        self,
        *,
        reason: Literal["asked-by-the-person", "recorded-by-mistake", "no-longer-needed"],
        email: str | None = None,
        person: str | None = None,
        idempotency_key: str | None = None,
    ) -> Erased:
        """Erase all that is kept of a person; the answer names the roles left, and who had been sent the data and when.

        An Idempotency-Key is taken and not kept: whoever asks again learns that nothing is held any more.
        """
        return self._sender.ask(
            Request(
                Erased,
                "POST",
                "/api/v1/roles/erasures",
                body=known({"email": email, "person": person, "reason": reason}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def erasures(self, *, limit: int | None = None) -> Pages[Erasure]:
        """List the contacts that were erased, by id alone, and who had been sent their data before."""
        return Pages(self._sender, Request(Page[Erasure], "GET", "/api/v1/roles/erasures", query={"limit": limit}))


class AsyncRoles(AsyncNoun):
    """The roles."""

    async def all(self) -> RoleList:
        """List the roles there are, and whether every council has one or the programme has it once."""
        return await self._sender.ask(Request(RoleList, "GET", "/api/v1/roles"))

    async def get(
        self,
        council: str,
        role: str,
        *,
        as_at: Day | None = None,
        purpose: Literal["coordination", "security-incident", "benefit-reporting", "audit"] | None = None,
    ) -> Role:
        """Show who holds a role, and how they are reached; that it was shown is written down.

        `as_at`: what was true on this day; today if left out
        `purpose`: what the contacts are wanted for; written down
        """
        return await self._sender.ask(
            Request(
                Role,
                "GET",
                f"/api/v1/roles/{segment(council)}/{segment(role)}",
                query={"as_at": as_at, "purpose": purpose},
            )
        )

    async def assign(
        self,
        role: Role,
        *,
        holder: PersonWish | None,
        deputy: PersonWish | None = None,
        starts: Day | None = None,
        ends: Day | None = None,
        away_until: Day | None = None,
        purpose: Literal["role-duties", "security-incidents"] = "role-duties",
        retention_days: int | None = None,
        correction: Literal["told-late", "recorded-by-mistake"] | None = None,
    ) -> Role:
        """Name who holds a role from a day on, and who deputises; the answer shows their ids and none of their data."""
        return await self._sender.ask(
            Request(
                Role,
                "PUT",
                f"/api/v1/roles/{segment(role.council)}/{segment(role.role)}",
                body=known(
                    {
                        "holder": holder,
                        "deputy": deputy,
                        "starts": starts,
                        "ends": ends,
                        "away_until": away_until,
                        "purpose": purpose,
                        "retention_days": retention_days,
                        "correction": correction,
                    },
                    keep=("holder",),
                ),
                if_match=role.version,
            )
        )

    def gaps(
        self,
        *,
        council: str | None = None,
        role: RoleName | None = None,
        gap: Literal["no-holder", "ended", "ending", "no-deputy"] | None = None,
        within_days: int | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Gap]:
        """List the roles without a holder or a deputy; a council's client is shown its own, and refused another's.

        `council`: slug or any GSS code
        `within_days`: a holder who ends so soon is a gap
        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Gap],
                "GET",
                "/api/v1/councils/roles/gaps",
                query={
                    "council": council,
                    "role": role,
                    "gap": gap,
                    "within_days": within_days,
                    "as_at": as_at,
                    "limit": limit,
                },
            ),
        )

    async def export(self, *, email: str, idempotency_key: str | None = None) -> Export:
        """Return everything that is held of a person, for that person: contacts, roles, and to whom what was shown.

        The export itself is written down as a showing. An Idempotency-Key is taken and not kept, as the answer is not.
        """
        return await self._sender.ask(
            Request(
                Export, "POST", "/api/v1/roles/exports", body={"email": email}, idempotency_key=key_of(idempotency_key)
            )
        )

    async def erase(
        self,
        *,
        reason: Literal["asked-by-the-person", "recorded-by-mistake", "no-longer-needed"],
        email: str | None = None,
        person: str | None = None,
        idempotency_key: str | None = None,
    ) -> Erased:
        """Erase all that is kept of a person; the answer names the roles left, and who had been sent the data and when.

        An Idempotency-Key is taken and not kept: whoever asks again learns that nothing is held any more.
        """
        return await self._sender.ask(
            Request(
                Erased,
                "POST",
                "/api/v1/roles/erasures",
                body=known({"email": email, "person": person, "reason": reason}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def erasures(self, *, limit: int | None = None) -> AsyncPages[Erasure]:
        """List the contacts that were erased, by id alone, and who had been sent their data before."""
        return AsyncPages(self._sender, Request(Page[Erasure], "GET", "/api/v1/roles/erasures", query={"limit": limit}))
