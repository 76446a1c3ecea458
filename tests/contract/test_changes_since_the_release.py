"""What the last release promised of events is kept as it was, and nothing of it is broken without a new version."""

from deploy.contracts.changes import released
from deploy.contracts.changes.types import compare
from tests.support.releases import last_release


def test_nothing_that_was_released_is_broken() -> None:
    broken = [one for one in compare(released.kept().types, released.today()) if one.breaking]
    assert broken == [], "keep it as it was, and add a new version of the event beside it"


def test_what_is_kept_is_of_the_newest_release() -> None:
    kept = released.kept()
    assert (kept.version, kept.commit) == released.named(), "run `python -m deploy.contracts.changes --keep`"


def test_what_is_kept_is_what_its_commit_promised() -> None:
    release = last_release()
    assert released.kept() == released.of_commit(release.version, release.commit)
