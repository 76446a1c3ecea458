"""What may be done with the councils."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.councils import Council
from partnership_client.nouns.councils_family_groups import AsyncCouncilFamilyGroups, CouncilFamilyGroups
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender


class Councils(Noun):
    """The councils."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.family_groups = CouncilFamilyGroups(sender)

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Council]:
        """List the councils by slug, with code and membership as on a day.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender, Request(Page[Council], "GET", "/api/v1/councils", query={"as_at": as_at, "limit": limit})
        )

    def get(self, council: str, *, as_at: Day | None = None) -> Council:
        """Show a council, asked for by slug, three letters or any code it has or had; a retired code is said to be so.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(Request(Council, "GET", f"/api/v1/councils/{segment(council)}", query={"as_at": as_at}))

    def register(
        self,
        *,
        name: str,
        slug: str,
        gss_code: str,
        gaelic_name: str | None = None,
        statutory_name: str | None = None,
        area_name: str | None = None,
        population: int | None = None,
        population_year: int | None = None,
        website: str | None = None,
        code3: str | None = None,
        former_gss_codes: Sequence[str] = (),
        idempotency_key: str | None = None,
    ) -> Council:
        """Enter a council with its live code and those it had before."""
        return self._sender.ask(
            Request(
                Council,
                "POST",
                "/api/v1/councils",
                body=known(
                    {
                        "name": name,
                        "gaelic_name": gaelic_name,
                        "statutory_name": statutory_name,
                        "area_name": area_name,
                        "population": population,
                        "population_year": population_year,
                        "website": website,
                        "slug": slug,
                        "gss_code": gss_code,
                        "code3": code3,
                        "former_gss_codes": former_gss_codes,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def update(
        self,
        council: Council,
        *,
        name: str | Left | None = OMITTED,
        gaelic_name: str | Left | None = OMITTED,
        statutory_name: str | Left | None = OMITTED,
        area_name: str | Left | None = OMITTED,
        population: int | Left | None = OMITTED,
        population_year: int | Left | None = OMITTED,
        website: str | Left | None = OMITTED,
        code3: str | Left | None = OMITTED,
    ) -> Council:
        """Change a council's details; what is left out stays, and null means not recorded."""
        return self._sender.ask(
            Request(
                Council,
                "PATCH",
                f"/api/v1/councils/{segment(council.slug)}",
                body={
                    "name": name,
                    "gaelic_name": gaelic_name,
                    "statutory_name": statutory_name,
                    "area_name": area_name,
                    "population": population,
                    "population_year": population_year,
                    "website": website,
                    "code3": code3,
                },
                if_match=council.version,
            )
        )

    def replace_code(self, council: str, *, gss_code: str, from_: Day, idempotency_key: str | None = None) -> Council:
        """Replace a council's code, as its boundary moved; the old one is retired and still finds it."""
        return self._sender.ask(
            Request(
                Council,
                "POST",
                f"/api/v1/councils/{segment(council)}/codes",
                body={"gss_code": gss_code, "from": from_},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncCouncils(AsyncNoun):
    """The councils."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.family_groups = AsyncCouncilFamilyGroups(sender)

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Council]:
        """List the councils by slug, with code and membership as on a day.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender, Request(Page[Council], "GET", "/api/v1/councils", query={"as_at": as_at, "limit": limit})
        )

    async def get(self, council: str, *, as_at: Day | None = None) -> Council:
        """Show a council, asked for by slug, three letters or any code it has or had; a retired code is said to be so.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(Council, "GET", f"/api/v1/councils/{segment(council)}", query={"as_at": as_at})
        )

    async def register(
        self,
        *,
        name: str,
        slug: str,
        gss_code: str,
        gaelic_name: str | None = None,
        statutory_name: str | None = None,
        area_name: str | None = None,
        population: int | None = None,
        population_year: int | None = None,
        website: str | None = None,
        code3: str | None = None,
        former_gss_codes: Sequence[str] = (),
        idempotency_key: str | None = None,
    ) -> Council:
        """Enter a council with its live code and those it had before."""
        return await self._sender.ask(
            Request(
                Council,
                "POST",
                "/api/v1/councils",
                body=known(
                    {
                        "name": name,
                        "gaelic_name": gaelic_name,
                        "statutory_name": statutory_name,
                        "area_name": area_name,
                        "population": population,
                        "population_year": population_year,
                        "website": website,
                        "slug": slug,
                        "gss_code": gss_code,
                        "code3": code3,
                        "former_gss_codes": former_gss_codes,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def update(
        self,
        council: Council,
        *,
        name: str | Left | None = OMITTED,
        gaelic_name: str | Left | None = OMITTED,
        statutory_name: str | Left | None = OMITTED,
        area_name: str | Left | None = OMITTED,
        population: int | Left | None = OMITTED,
        population_year: int | Left | None = OMITTED,
        website: str | Left | None = OMITTED,
        code3: str | Left | None = OMITTED,
    ) -> Council:
        """Change a council's details; what is left out stays, and null means not recorded."""
        return await self._sender.ask(
            Request(
                Council,
                "PATCH",
                f"/api/v1/councils/{segment(council.slug)}",
                body={
                    "name": name,
                    "gaelic_name": gaelic_name,
                    "statutory_name": statutory_name,
                    "area_name": area_name,
                    "population": population,
                    "population_year": population_year,
                    "website": website,
                    "code3": code3,
                },
                if_match=council.version,
            )
        )

    async def replace_code(
        self, council: str, *, gss_code: str, from_: Day, idempotency_key: str | None = None
    ) -> Council:
        """Replace a council's code, as its boundary moved; the old one is retired and still finds it."""
        return await self._sender.ask(
            Request(
                Council,
                "POST",
                f"/api/v1/councils/{segment(council)}/codes",
                body={"gss_code": gss_code, "from": from_},
                idempotency_key=key_of(idempotency_key),
            )
        )
