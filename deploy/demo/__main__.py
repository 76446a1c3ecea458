"""`python -m deploy.demo`: run the box, with its endpoints and pages on one port and its mail server on another."""

import argparse
import asyncio
import signal

from aiohttp import web

from deploy.demo import catcher, endpoints, pages
from deploy.demo.box import BOX, HERE, SITE

MOST_BYTES = 2 * 1024 * 1024


def app(*, here: str, site: str) -> web.Application:
    """Return the endpoints and pages; `here` is their address for a sender, `site` that of the system."""
    made = web.Application(client_max_size=MOST_BYTES)
    made[BOX], made[HERE], made[SITE] = endpoints.box(), here.rstrip("/"), site.rstrip("/")
    made.add_routes(pages.routes())
    made.add_routes([web.post("/{name}", endpoints.receive), web.options("/{name}", endpoints.agree)])
    return made


async def serve(host: str, port: int, smtp_port: int, *, here: str, site: str) -> None:
    """Serve until asked to stop."""
    made = app(here=here, site=site)
    runner = web.AppRunner(made, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    mails = await catcher.listen(made[BOX], host, smtp_port)
    print(f"The endpoints and pages are on port {port}, the mail server on {smtp_port}", flush=True)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    mails.close()
    await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8090, help="of endpoints and pages (default: %(default)s)")
    parser.add_argument("--smtp-port", type=int, default=8025, help="of the mail server (default: %(default)s)")
    parser.add_argument("--here", help="the address by which webhooks are sent here (default: the host and the port)")
    parser.add_argument("--site", default="http://localhost:8080", help="of the system (default: %(default)s)")
    wanted = parser.parse_args()
    here = wanted.here or f"http://{wanted.host}:{wanted.port}"
    asyncio.run(serve(wanted.host, wanted.port, wanted.smtp_port, here=here, site=wanted.site))


if __name__ == "__main__":
    main()
