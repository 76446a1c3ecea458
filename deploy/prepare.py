"""Makes what the containers need before they start: passwords, each in the volume of who needs it, and folders."""

import os
import secrets
import sys
from pathlib import Path

SERVICES = ("projects", "councils", "notifications", "reporting")
UNPRIVILEGED = 10001


def main(volumes: Path) -> None:
    """Fill the volumes mounted below one folder; what is there already stays as it is."""
    databases = {service: password(volumes / service / "database") for service in SERVICES}
    users = {service: password(volumes / service / "nats") for service in SERVICES}
    users |= {user: password(volumes / "nats" / user) for user in ("operator", "system")}
    # notifications is three users of the broker: itself, and who looks after partners and their accounts
    users |= {user: password(volumes / "notifications" / user) for user in ("partners", "reload")}

    # lost, it takes the secrets of all webhooks with it: it belongs into the backup of this volume
    password(volumes / "notifications" / "sealing")

    password(volumes / "postgres" / "superuser")
    for service, secret in databases.items():
        write(volumes / "postgres" / service, secret)
    lines = [f'{user.upper()}_PASSWORD: "{secret}"\n' for user, secret in users.items()]
    write(volumes / "nats" / "passwords.conf", "".join(lines))
    # nats.conf is mounted beside it, and a volume that is mounted read-only needs the place for it
    (volumes / "nats" / "nats.conf").touch()
    (volumes / "nats" / "partners").mkdir(exist_ok=True)

    accounts(volumes / "nats-partners" / "accounts.conf")

    # a new volume belongs to root, and these are written by processes that are not
    for folder in (volumes / "nats-data", volumes / "nats-partners", volumes / "client"):
        os.chown(folder, UNPRIVILEGED, UNPRIVILEGED)


def accounts(path: Path) -> None:
    """See that there is a file for the accounts of partners: notifications writes it, and the broker needs one."""
    if not path.exists():
        # whoever owns the folder may write there, and nobody else: this container has no right over that
        os.chown(path.parent, 0, 0)
        path.touch()
        os.chown(path, UNPRIVILEGED, UNPRIVILEGED)


def password(path: Path) -> str:
    """Read a password, or make one at the first start."""
    if not path.exists():
        write(path, secrets.token_urlsafe(32))
        print(f"A new password was made: {path.parent.name}/{path.name}")
    return path.read_text()


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all, for every user: what guards it is which container mounts the volume."""
    if path.exists() and path.read_text() == text:
        return
    draft = path.with_suffix(".new")
    draft.write_text(text)
    draft.chmod(0o444)
    draft.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
