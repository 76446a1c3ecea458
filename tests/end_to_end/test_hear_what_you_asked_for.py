"""The walk of the README with webhooks can be typed as it stands there, and shows what it says."""

import shutil
from pathlib import Path

import pytest

from tests.support.walk import walk_through
from tests.support.whole import Whole


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
@pytest.mark.timeout(240)
def test_what_was_asked_for_is_heard_verified_waited_for_and_had_in_order(whole: Whole, tmp_path: Path) -> None:
    if whole.box is None:
        pytest.skip("this system runs without the demonstration")
    walk_through(whole, tmp_path)
