"""Where the service is and who asks: named profiles in a file, their secrets beside it, or the environment."""

import json
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from partnership_cli.errors import Exit, StoppedError

URL, CLIENT, SECRET = "PARTNERSHIP_URL", "PARTNERSHIP_CLIENT_ID", "PARTNERSHIP_CLIENT_SECRET"
PROFILE, FOLDER = "PARTNERSHIP_PROFILE", "PARTNERSHIP_CONFIG_DIR"
DEFAULT_URL = "http://localhost:8080"
DEFAULT_PROFILE = "default"
OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to the service: its address, and the client that asks; without a client, only what is public."""

    name: str
    url: str
    client_id: str | None = None
    secret: str | None = None


def folder() -> Path:
    """Return the folder with the profiles and their secrets."""
    if said := os.environ.get(FOLDER):
        return Path(said)
    import platformdirs

    return platformdirs.user_config_path("partnership")


def chosen(wanted: str | None) -> Profile:
    """Return the profile to use: the one asked for, else what the environment says, else the last one logged in with.

    The environment is taken whole, so that a secret from a file is never sent to an address from elsewhere; only
    the secret of a profile may come from it.
    """
    wanted = wanted or os.environ.get(PROFILE)
    if not wanted and (os.environ.get(URL) or os.environ.get(CLIENT)):
        return Profile("environment", os.environ.get(URL, DEFAULT_URL), os.environ.get(CLIENT), os.environ.get(SECRET))
    file = read()
    name = wanted or file.use
    kept = file.profiles.get(name)
    if kept is None:
        if wanted:
            known = ", ".join(file.profiles) or "none"
            raise StoppedError(
                f"There is no profile '{wanted}'.",
                hint=f"Profiles kept in {file.path}: {known}. Make it with: partnership login --profile {wanted}",
                exits=Exit.USAGE,
            )
        return Profile(name, os.environ.get(URL, DEFAULT_URL))
    return Profile(name, kept.url, kept.client_id, os.environ.get(SECRET) or read_secret(name))


@dataclass(frozen=True, slots=True)
class File:
    """What the settings file says."""

    path: Path
    use: str
    profiles: dict[str, Profile]


def read() -> File:
    """Read the settings file; where there is none, nothing is set."""
    path = folder() / "config.toml"
    if not path.exists():
        return File(path, DEFAULT_PROFILE, {})
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        profiles = {
            name: Profile(name, one["url"], one.get("client_id")) for name, one in said.get("profiles", {}).items()
        }
        return File(path, said.get("use", DEFAULT_PROFILE), profiles)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise StoppedError(
            f"The settings in {path} cannot be read: {error}.",
            hint="Mend the file, or remove it and log in again: partnership login",
            exits=Exit.USAGE,
        ) from error


def keep(profile: Profile) -> File:
    """Keep a profile and its secret, and use it from now on."""
    secret = _secret_path(profile.name)
    file = read()
    file = File(file.path, profile.name, file.profiles | {profile.name: profile})
    _write(file)
    if profile.secret is not None:
        secret.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_private(secret, profile.secret)
    return file


def forget(name: str) -> bool:
    """Forget a profile and its secret; say whether there was one."""
    _secret_path(name).unlink(missing_ok=True)
    file = read()
    if name not in file.profiles:
        return False
    left = {key: one for key, one in file.profiles.items() if key != name}
    use = file.use if file.use in left else next(iter(left), DEFAULT_PROFILE)
    _write(File(file.path, use, left))
    return True


def read_secret(name: str) -> str | None:
    """Return the secret of a profile; a file that others may read is refused."""
    path = _secret_path(name)
    if not path.exists():
        return None
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        raise StoppedError(
            f"Others may read the secret in {path}.",
            hint=f"Make it yours alone: chmod 600 {path}  (and think of a new secret: partnership clients rotate)",
            exits=Exit.NOT_ALLOWED,
        )
    return path.read_text(encoding="utf-8").strip()


def _secret_path(name: str) -> Path:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", name):
        raise StoppedError(
            f"'{name}' is no name for a profile.",
            hint="Use small letters, digits and hyphens, for example: --profile fife",
            exits=Exit.USAGE,
        )
    return folder() / "secrets" / name


def _write(file: File) -> None:
    # JSON strings are TOML strings
    lines = ["# Written by `partnership login`; the secrets are in the folder beside it.", f"use = {_quoted(file.use)}"]
    for one in file.profiles.values():
        lines += ["", f"[profiles.{one.name}]", f"url = {_quoted(one.url)}"]
        if one.client_id:
            lines.append(f"client_id = {_quoted(one.client_id)}")
    file.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_private(file.path, "\n".join(lines))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write_private(path: Path, text: str) -> None:
    """Write a file that is only its owner's from its first moment, and whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    beside.replace(path)
