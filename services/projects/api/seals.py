"""Seals over HTTP: manifests byte for byte, their signatures and keys, amendments, and verifying for anybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import amendments, seal_keys
from services.projects.views.seals import repr_digest
from shared.web.calls import Call, requires
from shared.web.resources import Page, Wish, created, shown

router = APIRouter(prefix="/api/v1", tags=["releases"])
verifying = queries.Verifying()

MOST_CHARACTERS = 1024 * 1024
CACHE_SECONDS = 60

Kid = Annotated[str, Path(max_length=100, pattern="^[A-Za-z0-9_-]+$", description="the key's id")]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="the amendment's number")]
Operates = Annotated[Call, Depends(requires("operations"))]
BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}}, "description": "The canonical bytes (RFC 8785)"},
}


class Verify(Wish):
    """What somebody holds: the manifest or amendment as JSON, or as base64 of its exact bytes, and its signature."""

    manifest: dict[str, Any] | Annotated[str, Field(max_length=MOST_CHARACTERS)]
    signature: str = Field(max_length=200)
    key_id: str | None = Field(default=None, max_length=100)


@router.get("/releases/seal-keys", response_model=views.SealKeysView)
async def list_seal_keys(request: Request) -> Response:
    """Give every key that seals releases or did, newest first: nobody needs an account to verify."""
    async with request.app.state.database.reading() as session:
        return _cached(shown(await reads.seal_keys(session)))


@router.post("/operations/projects/seal-keys", status_code=201, response_model=views.SealKeysView, tags=["operations"])
async def rotate_seal_key(call: Operates) -> Response:
    """Seal with a new key from now on; those before it stay published, and verify what they sealed."""
    return shown(await seal_keys.rotate(call), status=201)


@router.get("/releases/seal-keys/{kid}", response_model=views.SealKeyView)
async def get_seal_key(kid: Kid, request: Request) -> Response:
    """Give one key that seals releases or did."""
    async with request.app.state.database.reading() as session:
        return _cached(shown(await queries.seal_key(session, kid)))


@router.get(
    "/releases/seal-keys/{kid}/pem",
    response_class=Response,
    responses={200: {"content": {"application/x-pem-file": {}}, "description": "The public key, as openssl reads it"}},
)
async def get_seal_key_as_pem(kid: Kid, request: Request) -> Response:
    """Give one key as a PEM file."""
    async with request.app.state.database.reading() as session:
        found = await queries.seal_key(session, kid)
    return _cached(Response(found.pem, media_type="application/x-pem-file"))


@router.post("/releases/verify", response_model=views.VerifiedView)
async def verify_manifest(request: Request, wish: Verify) -> Response:
    """Say whether a manifest or amendment is what was sealed, by its signature and the published keys alone."""
    database = request.app.state.database
    return shown(await verifying.verify(database, wish.manifest, wish.signature, wish.key_id))


@router.get("/releases/{key}/manifest", responses=BYTES | {409: {"description": "The release is not closed yet"}})
async def get_manifest(call: Reads, key: KeyInPath) -> Response:
    """Give a closed release's manifest, byte for byte as it was sealed; its SHA-256 is the ETag and the Repr-Digest."""
    async with call.reading() as session:
        found = await queries.manifest(session, key)
    return _sealed(found.content, found.sha256)


@router.get(
    "/releases/{key}/manifest/signature",
    response_model=views.SignatureView,
    responses={409: {"description": "The release is not closed yet"}},
)
async def get_signature(call: Reads, key: KeyInPath) -> Response:
    """Give the Ed25519 signature of a manifest's exact bytes, and the key that verifies it."""
    async with call.reading() as session:
        return shown(await queries.signature(session, key))


@router.get("/releases/{key}/amendments", response_model=Page[views.AmendmentView])
async def list_amendments(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List the amendments of a closed release, in order."""
    async with call.reading() as session:
        found = await queries.amendments(session, wanted, key, as_at)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.number]))


@router.post("/releases/{key}/amendments", status_code=201, response_model=views.AmendmentView)
async def amend_release(call: Writes, key: KeyInPath, wish: amendments.Amend) -> Response:
    """Amend a closed release: its manifest stays, and a numbered, signed amendment stands by it."""
    return created(await amendments.amend(call, key, wish))


@router.get("/releases/{key}/amendments/{number}", response_model=views.AmendmentView)
async def get_amendment(call: Reads, key: KeyInPath, number: Number, request: Request) -> Response:
    """Show an amendment with its signature."""
    async with call.reading() as session:
        return shown((await queries.amendment(session, key, number))[1], request)


@router.get("/releases/{key}/amendments/{number}/content", responses=BYTES)
async def get_amendment_content(call: Reads, key: KeyInPath, number: Number) -> Response:
    """Give an amendment, byte for byte as it was signed."""
    async with call.reading() as session:
        found, _ = await queries.amendment(session, key, number)
    return _sealed(found.content, found.sha256)


def _sealed(content: bytes, sha256: str) -> Response:
    headers = {
        "ETag": f'"{sha256}"',
        "Repr-Digest": repr_digest(sha256),
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return Response(content, media_type="application/json", headers=headers)


def _cached(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return answer
