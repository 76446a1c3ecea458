"""`python -m deploy.load`: bring the real data into a running system, through its public API."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

import httpx

from deploy.load import council_client, council_contacts
from deploy.load.client import Api, Credentials, LoadError
from deploy.load.data import DataError, read
from deploy.load.run import load


def main() -> int:
    wanted = _arguments()
    try:
        asyncio.run(_run(wanted))
    except (LoadError, DataError) as error:
        print(f"The load stopped.\n{error}\nNothing made so far is lost: run it again and it goes on.", file=sys.stderr)
        return 1
    return 0


async def _run(wanted: argparse.Namespace) -> None:
    data = read(wanted.data)
    credentials = Credentials(wanted.client_id, _secret(wanted.secret_file))
    started = time.monotonic()
    # a proxy of this machine is for the world outside, never for a gateway that runs here
    outside = httpx.URL(wanted.url).host not in {"localhost", "127.0.0.1", "::1"}
    async with httpx.AsyncClient(base_url=wanted.url, timeout=30, trust_env=outside) as http:
        api = Api(http, credentials, wanted.patience)
        await api.sign_in()
        print(f"Loading the data into {wanted.url}", flush=True)
        await load(api, data, say=print)
        if wanted.demo_council:
            print(f"  {await council_client.ensure(api, wanted.demo_council, wanted.council_secret_file)}")
            print(f"  {await council_contacts.ensure(api, wanted.demo_council)}")
    took = f"{time.monotonic() - started:.1f} seconds"
    print(f"Loaded in {took}: {api.writes} made." if api.writes else f"Looked in {took}: nothing to change.")


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise LoadError(f"The secret of the client could not be read from {path}: {error.strerror}.") from error


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.load", description=__doc__)
    parser.add_argument("--url", default="http://localhost:8080", help="the gateway (default: %(default)s)")
    parser.add_argument("--client-id", default="digital-office", help="a client with all scopes (default: %(default)s)")
    parser.add_argument("--secret-file", type=Path, required=True, help="the file that holds its secret")
    parser.add_argument(
        "--data", type=Path, default=Path(__file__).parents[1] / "data", help="the folder of the data files"
    )
    parser.add_argument(
        "--demo-council",
        metavar="SLUG",
        help="also make a demonstration client of this council, and name invented people for its roles",
    )
    parser.add_argument("--council-secret-file", type=Path, help="where to write that client's secret")
    parser.add_argument(
        "--patience", type=float, default=60, metavar="SECONDS", help="how long to wait for an answer (default: 60)"
    )
    wanted = parser.parse_args()
    if bool(wanted.demo_council) != bool(wanted.council_secret_file):
        parser.error("--demo-council and --council-secret-file belong together")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
