"""Seals of closed releases: fetch a manifest with its signature, and verify one that somebody holds."""

import base64
import json
from pathlib import Path
from typing import Annotated

import typer

from partnership_cli.desk import Desk, command
from partnership_cli.errors import Exit, StoppedError
from partnership_cli.options import Release
from partnership_cli.paths import path
from partnership_cli.show import Form

BESIDE = ".signature.json"


def register(app: typer.Typer) -> None:
    """Give the noun `releases` what belongs to seals."""
    command(app, "manifest")(fetch_manifest)
    command(app, "verify")(verify_manifest)


def fetch_manifest(
    desk: Desk,
    key: Release,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it here, and its signature into FILE.signature.json.")
    ] = None,
) -> None:
    """Show a closed release's manifest, byte for byte as it was sealed, or keep it with its signature."""
    manifest = desk.service.raw(path("releases", key, "manifest"))
    if to is None:
        desk.show.text(manifest.decode())
        return
    signature = desk.service.get(path("releases", key, "manifest", "signature"))
    beside = to.with_name(to.name + BESIDE)
    to.write_bytes(manifest)
    beside.write_text(json.dumps(signature, indent=2) + "\n", encoding="utf-8")
    desk.show.say(
        f"The manifest is in {to}, its signature in {beside}. Check it with: partnership releases verify {to}"
    )


def verify_manifest(
    desk: Desk,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The manifest, as it was fetched.")],
    signature: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", exists=True, dir_okay=False, help="Its signature; FILE.signature.json if left out."
        ),
    ] = None,
) -> None:
    """Say whether a manifest is what was sealed; it ends with 1 if it is not. No login is needed."""
    beside = signature or file.with_name(file.name + BESIDE)
    if not beside.exists():
        raise StoppedError(
            f"There is no signature in {beside}.",
            hint="Say where it is with --signature, or fetch both: partnership releases manifest KEY --to FILE",
            exits=Exit.USAGE,
        )
    try:
        said = json.loads(beside.read_text(encoding="utf-8"))
        wish = {"signature": said["signature"], "key_id": said.get("key_id")}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoppedError(
            f"{beside} is no signature of a release.",
            hint="Fetch it anew: partnership releases manifest KEY --to FILE",
            exits=Exit.INVALID,
        ) from error
    wish["manifest"] = base64.b64encode(file.read_bytes()).decode()
    found = desk.service.ask("/releases/verify", wish)
    if found["valid"]:
        desk.done(
            f"This is the manifest of {found['release']}, as it was sealed by the key {found['signed_by']}.", found
        )
        return
    if desk.show.form is Form.JSON:
        desk.show.json(found)
    reasons = " ".join(found["reasons"])
    raise StoppedError(f"{file} is not what was sealed: {reasons}", exits=Exit.REFUSED)
