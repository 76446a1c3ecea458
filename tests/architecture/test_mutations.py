"""The mutations fit the product: each still finds its text, breaks no syntax, and names tests that are there."""

import ast
import re

import pytest

from tests.mutations.__main__ import MUTATIONS
from tests.mutations.mutation import Edit, Mutation
from tests.support.house import ROOT

EDITS = [(mutation, edit) for mutation in MUTATIONS for edit in mutation.edits]


@pytest.mark.parametrize(("mutation", "edit"), EDITS, ids=lambda one: one.name if isinstance(one, Mutation) else "")
def test_a_mutation_finds_its_text_exactly_once(mutation: Mutation, edit: Edit) -> None:
    """A text that is not there once is refused with the file's name."""
    broken = edit.changed(ROOT)
    assert broken != (ROOT / edit.file).read_text(encoding="utf-8")
    ast.parse(broken)


def test_every_test_that_is_to_catch_one_exists() -> None:
    missing = []
    for mutation in MUTATIONS:
        for test in mutation.tests:
            file, _, name = test.partition("::")
            text = (ROOT / file).read_text(encoding="utf-8")
            if name and not re.search(rf"^(async )?def {name}\(", text, re.MULTILINE):
                missing.append(test)
    assert not missing


def test_no_two_mutations_bear_one_name() -> None:
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names) > 20
