"""What the services answer about portfolios."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from pydantic import Field

from partnership_client.base import Model


class Portfolio(Model):
    """Portfolio."""

    href: str
    version: int
    key: str
    name: str
    grouping: str
    from_: str = Field(alias="from")
    to: str | None = None
    source: str | None = None
