"""Imports, submissions and conflicts over HTTP, mounted by each service that takes reports."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from shared.imports import answers, looking
from shared.imports.conflicts import Resolve, decide
from shared.imports.kinds import Kind
from shared.imports.receiving import receive
from shared.imports.reports import MOST_FILE_BYTES, Reports
from shared.imports.submissions import STRUCTURED, submit
from shared.web.calls import Call, requires
from shared.web.gate import MIB
from shared.web.resources import Page, PageWanted, shown

Reads = Annotated[Call, Depends(requires("programme:read"))]
Sends = Annotated[Call, Depends(requires("programme:read", streamed=True))]
"""What is sent needs the scope of its kind as well, which only what is sent can say."""
Wanted = Annotated[PageWanted, Depends()]
IdInPath = Annotated[str, Path(min_length=1, max_length=100)]
KindWanted = Annotated[str, Query(min_length=1, max_length=50, description="the kind of facts that the file holds")]
TOO_LARGE: dict[int | str, dict[str, Any]] = {413: {"description": f"The file is over {MOST_FILE_BYTES // MIB} MiB"}}
NO_CSV: dict[int | str, dict[str, Any]] = {415: {"description": "The body is not CSV in UTF-8"}}
NO_EVENT: dict[int | str, dict[str, Any]] = {415: {"description": "The body is no CloudEvent"}}


def router(service: str, reports: Reports) -> APIRouter:
    """Return the routes of a service's imports; they go before those of its own that take any word there."""
    made = APIRouter(prefix=reports.base, tags=["imports"])
    _imports(made, service, reports)
    _conflicts(made, service, reports)
    return made


def _imports(made: APIRouter, service: str, reports: Reports) -> None:
    @made.post(
        "/imports",
        status_code=202,
        response_model=answers.ImportView,
        name=f"{service}_start_import",
        responses=TOO_LARGE | NO_CSV,
        openapi_extra=_csv(reports),
    )
    async def start_import(call: Sends, request: Request, kind: KindWanted, *, dry_run: bool = False) -> Response:
        """Send a file of facts, which is checked and then applied whole or not at all; a dry run only checks it."""
        return shown(await receive(reports, call, request, kind, dry_run=dry_run), status=202)

    @made.get("/imports", response_model=Page[answers.ImportView], name=f"{service}_list_imports")
    async def list_imports(
        call: Reads, wanted: Wanted, state: Annotated[answers.State | None, Query()] = None
    ) -> Response:
        """List files that were sent, the latest first; a council's client is shown its own."""
        async with call.reading() as session:
            return shown(await looking.runs(reports, session, call.caller, wanted, state))

    @made.get("/imports/{job}", response_model=answers.ImportView, name=f"{service}_get_import")
    async def get_import(call: Reads, job: IdInPath, request: Request) -> Response:
        """Show how far a file has come, and what it came to."""
        async with call.reading() as session:
            row = await looking.run(reports, session, call.caller, job)
            return shown(answers.run(reports.base, row), request)

    @made.get("/imports/{job}/errors", response_model=Page[answers.MistakeView], name=f"{service}_list_import_errors")
    async def list_import_errors(call: Reads, wanted: Wanted, job: IdInPath) -> Response:
        """List what is wrong with a file by line and column: the first thousand mistakes, all to be mended at once."""
        async with call.reading() as session:
            return shown(await looking.mistakes(reports, session, call.caller, wanted, job))

    @made.post(
        "/submissions",
        response_model=answers.OutcomeView,
        name=f"{service}_submit_event",
        responses=NO_EVENT,
        openapi_extra=_events(reports),
    )
    async def submit_event(call: Reads, request: Request) -> Response:
        """Tell one fact by a CloudEvent, structured or binary; the same source and id again gets the first answer."""
        return shown(await submit(reports, call, request))


def _conflicts(made: APIRouter, service: str, reports: Reports) -> None:
    @made.get("/conflicts", response_model=Page[answers.ConflictView], name=f"{service}_list_conflicts")
    async def list_conflicts(
        call: Reads,
        wanted: Wanted,
        state: Annotated[Literal["open", "resolved"] | None, Query()] = None,
        kind: Annotated[str | None, Query(min_length=1, max_length=50)] = None,
        owner: Annotated[str | None, Query(min_length=1, max_length=100, description="the council concerned")] = None,
    ) -> Response:
        """List where a feed and a person disagree, the oldest first; a council's client is shown its own."""
        async with call.reading() as session:
            found = await looking.conflicts(reports, session, call.caller, wanted, state=state, kind=kind, owner=owner)
        return shown(found)

    @made.get("/conflicts/{conflict}", response_model=answers.ConflictView, name=f"{service}_get_conflict")
    async def get_conflict(call: Reads, conflict: IdInPath, request: Request) -> Response:
        """Show what stands and who said it, what was reported by which road, and what was decided."""
        async with call.reading() as session:
            return shown(await looking.conflict(reports, session, call.caller, conflict), request)

    @made.post("/conflicts/{conflict}/resolve", response_model=answers.ConflictView, name=f"{service}_resolve_conflict")
    async def resolve_conflict(call: Reads, conflict: IdInPath, wish: Resolve) -> Response:
        """Decide a conflict for a reason: what stands is kept, or what was reported takes its place."""
        return shown(await decide(reports, call, conflict, wish))


def _csv(reports: Reports) -> dict[str, Any]:
    """Return how the description shows a file: the columns of each kind."""
    told = "\n\n".join(f"**{kind.name}**: {kind.says}\n\n{_columns(kind)}" for kind in reports.kinds.values())
    description = (
        "CSV by RFC 4180 in UTF-8, with a first line that names the columns, in any order. An empty cell says "
        f"nothing.\n\n{told}"
    )
    content = {"text/csv": {"schema": {"type": "string"}}}
    return {"requestBody": {"required": True, "description": description, "content": content}}


def _columns(kind: Kind[Any]) -> str:
    return "\n".join(
        f"- `{column.name}`{' (required)' if column.required else ''}: {column.says}" for column in kind.columns
    )


def _events(reports: Reports) -> dict[str, Any]:
    """Return how the description shows an event: one form for each type, and its data alone for binary mode."""
    kinds = list(reports.kinds.values())
    data = [_inlined(kind.wish.model_json_schema(by_alias=True)) | {"title": kind.event} for kind in kinds]
    whole = [_envelope(kind, one) for kind, one in zip(kinds, data, strict=True)]
    description = (
        f"A CloudEvent 1.0: whole as `{STRUCTURED}`, or its data as JSON with its attributes in `ce-` headers. "
        "An event tells one fact; `source` and `id` together name it for good."
    )
    content = {STRUCTURED: {"schema": {"oneOf": whole}}, "application/json": {"schema": {"anyOf": data}}}
    return {"requestBody": {"required": True, "description": description, "content": content}}


def _envelope(kind: Kind[Any], data: dict[str, Any]) -> dict[str, Any]:
    short = {"type": "string", "minLength": 1}
    return {
        "type": "object",
        "title": f"{kind.event} as a CloudEvent",
        "description": kind.says,
        "required": ["specversion", "id", "source", "type", "data"],
        "properties": {
            "specversion": {"type": "string", "enum": ["1.0"]},
            "id": short,
            "source": short,
            "type": {"type": "string", "enum": [kind.event]},
            "data": data,
        },
    }


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose parts stand where they are meant, as the joined description needs it."""
    parts = schema.pop("$defs", {})

    def whole(one: Any) -> Any:
        if isinstance(one, dict):
            if "$ref" in one:
                return whole(parts[one["$ref"].rpartition("/")[2]])
            return {name: whole(value) for name, value in one.items()}
        return [whole(value) for value in one] if isinstance(one, list) else one

    inlined: dict[str, Any] = whole(schema)
    return inlined
