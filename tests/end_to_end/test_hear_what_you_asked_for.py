"""The walk of the README with webhooks can be typed as it stands there, and shows what it says."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support.walk import walk_through
from tests.support.whole import own_system


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
@pytest.mark.timeout(300)
def test_what_was_asked_for_is_heard_verified_waited_for_and_had_in_order(tmp_path: Path) -> None:
    """On a system of its own, as a reader has: elsewhere people of the council may have been erased already."""
    if "PARTNERSHIP_URL" in os.environ:
        pytest.skip("a system that was given has tests of its own for this, in tests/compose")
    with own_system(demo=True) as whole:
        walk_through(whole, tmp_path)
