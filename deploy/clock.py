"""`python -m deploy.clock --to 2027-01-15`: move the programme's day on in all four services of a running system."""

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

import httpx

from deploy.load.client import Api, Credentials, LoadError

SERVICES = ("reporting", "notifications", "councils", "projects")
"""What hears first is moved first: nothing is told of a day that a hearer thinks lies ahead."""


def main() -> int:
    wanted = _arguments()
    try:
        secret = wanted.secret_file.read_text(encoding="utf-8").strip()
        asyncio.run(_run(wanted.url, Credentials(wanted.client_id, secret), wanted.to))
    except (LoadError, OSError) as error:
        print(f"The clock was not moved everywhere.\n{error}", file=sys.stderr)
        return 1
    return 0


async def _run(url: str, credentials: Credentials, to: date | None) -> None:
    outside = httpx.URL(url).host not in {"localhost", "127.0.0.1", "::1"}
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=outside) as http:
        api = Api(http, credentials, patience=30)
        await api.sign_in()
        for service in SERVICES:
            print(await (_move(api, service, to) if to else _tell(api, service)))


async def _move(api: Api, service: str, to: date) -> str:
    clock = await api.post(f"/operations/{service}/clock", {"today": to.isoformat()})
    return f"{service}: it is {clock['today']} now, {clock['ahead_days']} days ahead of the machine"


async def _tell(api: Api, service: str) -> str:
    clock = await api.get(f"/operations/{service}/clock")
    waiting = await api.items(f"/operations/{service}/timers")
    first = f"; next: {waiting[0]['kind']} of {waiting[0]['of']} at {waiting[0]['due_at']}" if waiting else ""
    return f"{service}: it is {clock['today']}, {clock['ahead_days']} days ahead; {len(waiting)} timers wait{first}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.clock", description=__doc__)
    parser.add_argument("--url", default="http://localhost:8080", help="the gateway (default: %(default)s)")
    parser.add_argument("--client-id", default="digital-office", help="a client with the scope operations")
    parser.add_argument("--secret-file", type=Path, required=True, help="the file that holds its secret")
    parser.add_argument("--to", type=date.fromisoformat, help="the day it is to be; without it, only tell")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
