"""Two robot clerks, the first seed."""

from collections.abc import Callable

import pytest


@pytest.mark.timeout(900)
def test_grid_ledger_and_model_are_equal_after_anything(
    do_anything: Callable[[int], None],
) -> None:
    do_anything(1)
