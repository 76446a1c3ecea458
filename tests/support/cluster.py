"""Three NATS servers on this machine that keep every stream three times, as in production."""

from pathlib import Path

from deploy.local.nats import NatsServer
from deploy.local.ports import LOOPBACK
from tests.support.world import free_port

SIZE = 3


class Node(NatsServer):
    """One server of the cluster."""

    def __init__(self, folder: Path, passwords: Path, number: int, cluster_ports: list[int]) -> None:
        super().__init__(folder, free_port(), passwords=passwords)
        self.label = f"nats-{number}"
        routes = "\n".join(f"    nats://{LOOPBACK}:{port}" for port in cluster_ports)
        with (folder / "nats.conf").open("a", encoding="utf-8") as file:
            file.write(f"""
server_name: {self.label}
cluster {{
  name: partnership
  listen: {LOOPBACK}:{cluster_ports[number]}
  routes: [
{routes}
  ]
}}
""")


class Cluster:
    """The three servers, of which any may be hurt."""

    def __init__(self, folder: Path, passwords: Path) -> None:
        ports = [free_port() for _ in range(SIZE)]
        self.nodes = [Node(folder / str(number), passwords, number, ports) for number in range(SIZE)]

    @property
    def url(self) -> str:
        """Return the addresses of all."""
        return ",".join(node.url for node in self.nodes)

    def start(self) -> None:
        """Start those that do not run; none is ready alone."""
        for node in self.nodes:
            if not node.running:
                node.spawn()
        for node in self.nodes:
            node.wait_ready()

    def kill(self) -> None:
        for node in self.nodes:
            node.kill()

    def node(self, label: str) -> Node:
        return next(node for node in self.nodes if node.label == label)
