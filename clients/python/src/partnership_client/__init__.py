"""Talk to the services of the Partnership from Python: typed, sync and async."""

from partnership_client.base import AsyncPages, Page, Pages
from partnership_client.client import AsyncClient, Client
from partnership_client.errors import (
    ChangedMeanwhile,
    Conflict,
    FieldProblem,
    Forbidden,
    ImportRefused,
    Invalid,
    NotFound,
    NotUnderstood,
    PartnershipError,
    Refused,
    ServerFailed,
    StillWorking,
    Unauthorized,
    Unavailable,
    Unreachable,
)

__all__ = [
    "AsyncClient",
    "AsyncPages",
    "ChangedMeanwhile",
    "Client",
    "Conflict",
    "FieldProblem",
    "Forbidden",
    "ImportRefused",
    "Invalid",
    "NotFound",
    "NotUnderstood",
    "Page",
    "Pages",
    "PartnershipError",
    "Refused",
    "ServerFailed",
    "StillWorking",
    "Unauthorized",
    "Unavailable",
    "Unreachable",
]
