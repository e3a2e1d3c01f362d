"""The state of a row; its choices are the states of the sheet, and only a transition changes it."""

from __future__ import annotations

from typing import ClassVar, Self

from registers.choices import Choice
from registers.fields.base import Example
from registers.fields.choice import SAMPLE_CHOICES, ChoiceField


class StateField(ChoiceField):
    """The state of the row, one of the sheet's `states`; only a transition changes it."""

    type_name: ClassVar[str] = "state"
    is_copied: ClassVar[bool] = False
    is_state: ClassVar[bool] = True
    sample_options: ClassVar[dict[str, object]] = {"options": SAMPLE_CHOICES}
    examples: ClassVar[tuple[Example, ...]] = (Example("水电", "water", "water", "水电"),)
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (("木作", "unknown_choice"),)

    readonly: bool = True

    def with_states(self, states: tuple[Choice, ...]) -> Self:
        return self.model_copy(update={"options": states})

    def option_faults(self, siblings: object) -> list[tuple[str, dict[str, object]]]:
        return []  # states are checked with the sheet
