"""What a form for the hand says where a printed one has figures: a label and room to write."""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.layout import Summed
from exports.occasion import BLANK
from locales import sentence
from registers.form_model import PaperForm, Totals
from registers.labels import Label
from registers.measures import Memo


@dataclass(frozen=True)
class ByHand:
    """Stands for the figures of a form nothing is written in yet."""

    form: PaperForm

    @property
    def rows(self) -> int:
        return 1

    @property
    def sums(self) -> Mapping[int, Summed]:
        return {}

    def texts(self, at: int, lang: str) -> list[str]:
        match self.form.blocks[at]:
            case Totals() as block:
                labels = [figure.label for figure in block.figures]
            case Memo() as block:
                labels = [figure.label or Label.model_validate("") for figure in block.figures]
            case _:
                labels = []
        return [sentence(lang, "paper.figure", label=label, value=BLANK) for label in labels]
