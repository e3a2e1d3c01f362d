"""What is hidden of a telephone, a plate or a document where it need not be read in full."""

from typing import NamedTuple

STAR = "*"


class Mask(NamedTuple):
    """How many signs stay to be seen at both ends, and how many at least are hidden."""

    head: int
    tail: int
    hidden: int = 4

    def of(self, text: str) -> str:
        """One star for each hidden sign; of a short text less is shown, and first the end.

        >>> Mask(3, 4).of("13812345678"), Mask(3, 4).of("28123456"), Mask(3, 4).of("110")
        ('138****5678', '****3456', '***')
        """
        shown = max(0, len(text) - self.hidden)
        tail = min(self.tail, shown)
        head = min(self.head, shown - tail)
        return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]


def looks_masked(text: str) -> bool:
    """Whether a text was copied from where it is hidden."""
    return STAR * 3 in text
