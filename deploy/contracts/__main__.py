"""`python -m deploy.contracts`: write the contracts anew; with --check, only tell whether they are as the code says."""

import argparse
import json
import sys
from pathlib import Path

from deploy.contracts import asyncapi, events, openapi
from deploy.contracts.changes import released, report
from deploy.contracts.changes.types import compare
from deploy.local import REPOSITORY

SITE = REPOSITORY / "deploy/caddy/site"


def current() -> dict[str, str]:
    """Return the text of each contract, by file name."""
    documents = {"openapi.json": openapi.joined(), "asyncapi.json": asyncapi.document()}
    return {name: json.dumps(each, indent=1, ensure_ascii=False) + "\n" for name, each in documents.items()}


def outdated(site: Path = SITE) -> list[str]:
    """Return the names of the files that are not as the code says."""
    return [
        name
        for name, text in current().items()
        if not (site / name).exists() or (site / name).read_text(encoding="utf-8") != text
    ]


def broken_since_the_release() -> list[str]:
    """Return what the last release promised of events and today's code does not keep."""
    before = released.kept()
    breaking = [one for one in compare(before.types, released.today()) if one.breaking]
    return [report.as_text(before, breaking, None)] if breaking else []


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.contracts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    broken = [*events.broken(), *broken_since_the_release()]
    for promise in broken:
        print(f"This breaks a promise. {promise}")
    if check:
        names = [*outdated(), *(path.name for path in events.missing())]
        print(
            f"Not as the code says: {', '.join(names)}. Run `make contracts`." if names else "The files are complete."
        )
        return 1 if names or broken else 0
    if broken:
        return 1
    for path in events.write():
        print(f"Wrote {path.relative_to(REPOSITORY)}")
    SITE.mkdir(exist_ok=True)
    for name, text in current().items():
        (SITE / name).write_text(text, encoding="utf-8")
        print(f"Wrote {(SITE / name).relative_to(REPOSITORY)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
