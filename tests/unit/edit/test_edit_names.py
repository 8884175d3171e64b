"""The names that the editing layer offers, each loaded when it is asked for."""

from __future__ import annotations

import pytest

from blogctl import edit


@pytest.mark.parametrize("name", edit.__all__)
def test_each_name_is_there(name: str) -> None:
    assert getattr(edit, name) is not None


def test_nothing_else_is_promised() -> None:
    homes = [name for names in edit._MODULES.values() for name in names.split()]
    assert sorted(homes) == sorted(edit.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(edit, "nonsense")  # noqa: B009
