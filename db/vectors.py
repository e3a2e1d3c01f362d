"""Remembered orders: the ids of a filtered or sorted sheet, so that its last page costs no more."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

_MOST_IDS = 4_000_000


@dataclass(frozen=True, slots=True)
class Vector:
    """The ids of an order as far as they are known, and the audit entry they are as of."""

    ids: "array[int]"
    as_of: int
    is_whole: bool = True


@dataclass(slots=True)
class _Slot:
    """One order. Whoever makes it holds the lock; the others wait for the same answer."""

    lock: Lock = field(default_factory=Lock)
    stamp: Hashable = None
    vector: Vector | None = None


class Vectors:
    """Least recently used orders go first once too many ids are held."""

    def __init__(self, most_ids: int = _MOST_IDS) -> None:
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = Lock()
        self._most_ids = most_ids

    def get(
        self, key: Hashable, stamp: Hashable, make: Callable[[Vector | None], Vector]
    ) -> Vector:
        """The order remembered for `key`, while `stamp` is the same as then.

        Otherwise it is made, from the one before where there is one; of what is made only a whole
        order is remembered.
        """
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
        with slot.lock:
            if slot.vector is not None and slot.stamp == stamp:
                return slot.vector
            made = make(slot.vector)
            if made.is_whole:
                slot.vector, slot.stamp = made, stamp
                self._make_room()
            return made

    def _make_room(self) -> None:
        with self._lock:
            held = sum(_size(slot) for slot in self._slots.values())
            while held > self._most_ids and len(self._slots) > 1:
                _, gone = self._slots.popitem(last=False)
                held -= _size(gone)


def _size(slot: _Slot) -> int:
    return 0 if slot.vector is None else len(slot.vector.ids) + 1
