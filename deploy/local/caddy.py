"""The gateway of the local stack: Caddy, with the one configuration that compose runs too."""

import os
from collections.abc import Mapping
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.nats import program
from deploy.local.ports import LOOPBACK, accepts_connections, remembered_port
from deploy.local.processes import Process
from deploy.local.servers import Server

CONFIGURATION = REPOSITORY / "deploy/caddy/Caddyfile"
SITE = REPOSITORY / "deploy/caddy/site"


class CaddyServer(Server):
    """A gateway on 127.0.0.1. `upstreams` gives the port of each service on this machine, `websocket` the broker's."""

    name = "Caddy"

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        *,
        upstreams: Mapping[str, int],
        websocket: int | None = None,
        configuration: Path = CONFIGURATION,
        site: Path = SITE,
        log: Path | None = None,
    ) -> None:
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port or remembered_port(folder / "port")
        addresses = {f"{service.upper()}_UPSTREAM": f"{LOOPBACK}:{port}" for service, port in upstreams.items()}
        if websocket is not None:
            addresses["NATS_WEBSOCKET_UPSTREAM"] = f"{LOOPBACK}:{websocket}"
        self.process = Process(
            [program("caddy"), "run", "--config", configuration, "--adapter", "caddyfile"],
            log=log or folder / "caddy.log",
            environment=os.environ
            | addresses
            | {
                "GATEWAY_LISTEN": f"http://:{self.port}",
                "GATEWAY_BIND": LOOPBACK,
                "SITE_ROOT": str(site),
                # nothing of it is left in the home folder of whoever starts it
                "XDG_CONFIG_HOME": str(folder / "config"),
                "XDG_DATA_HOME": str(folder / "data"),
            },
        )

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def ready(self) -> bool:
        return accepts_connections(self.port)
