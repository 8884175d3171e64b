"""No message without a case: what the source can say must stand in the catalogue."""

from __future__ import annotations

import pytest

from .allowed import ALLOWED
from .cases import all_cases
from .messages import SOURCE, Message, messages

SHOWN = "".join(step.output for case in all_cases() for step in case.steps)


@pytest.mark.parametrize(
    "message", [*messages()], ids=lambda each: f"{each.file}:{each.line}: {each.text}"
)
def test_it_is_in_the_catalogue(message: Message) -> None:
    if message.text in ALLOWED:
        return
    assert message.pattern.search(SHOWN), (
        f'no case in tests/errors shows "{message.text}", which {SOURCE / message.file} '
        f"can say in line {message.line}: add one"
    )


def test_nothing_is_allowed_in_vain() -> None:
    assert set(ALLOWED) <= {message.text for message in messages()}
