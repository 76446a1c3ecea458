"""`python -m deploy.contracts.changes`: what changed in the events since the last release, and whom it touches.

It ends with 1 where a change breaks what was released, and with 2 where it could not find out.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx

from deploy.contracts.changes import released, report, subscribers
from deploy.contracts.changes.subscribers import Subscriber
from deploy.contracts.changes.types import compare


def main(arguments: Sequence[str] | None = None) -> int:
    wanted = _parser().parse_args(arguments)
    try:
        if wanted.keep:
            released.keep(released.of_commit(*released.named()), wanted.released)
        before = released.kept(wanted.released)
        heard = _subscribers(wanted)
    except (released.NoReleaseError, httpx.HTTPError, OSError, ValueError, KeyError) as error:
        print(f"It could not be found out: {error}", file=sys.stderr)
        return 2
    found = compare(before.types, released.today())
    if wanted.json:
        print(json.dumps(report.as_json(before, found, heard), indent=1, ensure_ascii=False))
    else:
        print(report.as_text(before, found, heard))
    return 1 if any(one.breaking for one in found) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.contracts.changes", description=__doc__)
    parser.add_argument("--json", action="store_true", help="the whole report, for a program")
    parser.add_argument("--released", type=Path, default=released.KEPT, help="what the last release promised")
    parser.add_argument("--keep", action="store_true", help="first keep what CHANGELOG.md names as the newest")
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--url", help="a running installation, whose subscriptions are asked for")
    known.add_argument("--subscriptions", type=Path, help="the same, from a file with that answer")
    parser.add_argument("--token-file", type=Path, help="with --url: a token of the Digital Office with events:read")
    return parser


def _subscribers(wanted: argparse.Namespace) -> list[Subscriber] | None:
    if wanted.subscriptions is not None:
        return subscribers.from_file(wanted.subscriptions)
    if wanted.url is None:
        return None
    if wanted.token_file is None:
        raise ValueError("--url needs --token-file")
    return subscribers.from_installation(wanted.url, wanted.token_file.read_text(encoding="utf-8").strip())


if __name__ == "__main__":
    sys.exit(main())
