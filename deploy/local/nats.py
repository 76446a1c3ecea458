"""The NATS server of the local stack and of the tests, with the one configuration that compose runs too."""

import http.client
import os
import shutil
import sys
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.passwords import kept_password, write_privately
from deploy.local.places import NotInstalledError
from deploy.local.ports import LOOPBACK, remembered_port
from deploy.local.processes import Process
from deploy.local.servers import Server

CONFIGURATION = REPOSITORY / "deploy/nats/nats.conf"
USERS = ("projects", "councils", "notifications", "reporting", "partners", "reload", "operator", "system")
PARTNERS = "partners/accounts.conf"
"""Where the configuration looks for the accounts of partners, beside itself."""


class NatsServer(Server):
    """A NATS server with JetStream, whose streams and passwords are kept in a folder."""

    name = "NATS"

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        *,
        configuration: Path = CONFIGURATION,
        passwords: Path | None = None,
        log: Path | None = None,
    ) -> None:
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port or remembered_port(folder / "port")
        self.monitor_port = remembered_port(folder / "monitor-port")
        self.websocket_port = remembered_port(folder / "websocket-port")
        self.partners_file = folder / PARTNERS
        self._passwords = passwords or folder / "passwords"
        self.passwords = {user: kept_password(self.password_file(user)) for user in USERS}
        self._store = folder / "store"
        self._write_configuration(folder, configuration)
        self.process = Process(
            [
                program("nats-server"),
                *("-c", folder / "nats.conf", "-sd", self._store),
                *("-a", LOOPBACK, "-p", str(self.port), "-m", str(self.monitor_port)),
            ],
            log=log or folder / "nats.log",
            environment=os.environ | {"NATS_WEBSOCKET": f"{LOOPBACK}:{self.websocket_port}"},
        )

    @property
    def url(self) -> str:
        return f"nats://{LOOPBACK}:{self.port}"

    @property
    def websocket_url(self) -> str:
        return f"ws://{LOOPBACK}:{self.websocket_port}"

    @property
    def monitor_url(self) -> str:
        return f"http://{LOOPBACK}:{self.monitor_port}"

    def password_file(self, user: str) -> Path:
        return self._passwords / user

    def ready(self) -> bool:
        """Tell whether it serves, with every stream recovered."""
        return answers(self.monitor_port, "/healthz")

    def wipe(self) -> None:
        """Kill it and lose its whole store; start it again to have an empty server of the same address."""
        self.kill()
        shutil.rmtree(self._store, ignore_errors=True)

    def _write_configuration(self, folder: Path, configuration: Path) -> None:
        lines = [f'{user.upper()}_PASSWORD: "{password}"\n' for user, password in self.passwords.items()]
        write_privately(folder / "passwords.conf", "".join(lines))
        shutil.copyfile(configuration, folder / "nats.conf")
        self.partners_file.parent.mkdir(exist_ok=True)
        # notifications writes it; without one the server does not start
        self.partners_file.touch()


def answers(port: int, path: str, *, within: float = 2) -> bool:
    """Tell whether a port of this machine answers a GET with 200."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=within)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def program(name: str) -> Path:
    """Find a program that a wheel put beside the Python that runs us, or that the machine has."""
    beside = Path(sys.prefix) / "bin" / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise NotInstalledError(f"The program {name} is not installed. Run `make install`.")
    return Path(found)
