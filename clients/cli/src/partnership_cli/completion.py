"""What a shell may complete a key to: asked of the service with a short deadline, and silent when it cannot be."""

from collections.abc import Callable, Iterator

DEADLINE_SECONDS = 1.5
Completes = Callable[[str], list[tuple[str, str]]]


def _keys(path: str, key: str, name: str) -> Completes:
    def complete(incomplete: str) -> list[tuple[str, str]]:
        try:
            return [(one, said) for one, said in _asked(path, key, name) if one.startswith(incomplete)]
        except Exception:  # noqa: BLE001 - a person who presses Tab is told nothing that is no key
            return []

    return complete


def _asked(path: str, key: str, name: str) -> Iterator[tuple[str, str]]:
    from partnership_cli.service import Service
    from partnership_cli.settings import chosen

    service = Service(chosen(None), deadline=DEADLINE_SECONDS)
    try:
        for item in service.get(path, limit=200)["items"]:
            yield item[key], item[name]
    finally:
        service.close()


projects = _keys("/projects", "key", "name")
deliverables = _keys("/deliverables", "key", "name")
releases = _keys("/releases", "key", "name")
councils = _keys("/councils", "slug", "name")
calls = _keys("/calls", "key", "title")
