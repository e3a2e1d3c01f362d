"""Remembered orders: the ids of a filtered or sorted sheet, so that its last page costs no more."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

_MOST_IDS = 4_000_000


@dataclass(slots=True)
class _Slot:
    """One order. Whoever makes it holds the lock; the others wait for the same answer."""

    lock: Lock = field(default_factory=Lock)
    stamp: Hashable = None
    ids: "array[int] | None" = None


class Vectors:
    """Least recently used orders go first once too many ids are held."""

    def __init__(self, most_ids: int = _MOST_IDS) -> None:
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = Lock()
        self._most_ids = most_ids

    def get(self, key: Hashable, stamp: Hashable, make: Callable[[], "array[int]"]) -> "array[int]":
        """The order remembered for `key`, made anew when `stamp` is another than then."""
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
        with slot.lock:
            if slot.ids is None or slot.stamp != stamp:
                slot.ids, slot.stamp = make(), stamp
                self._make_room()
            return slot.ids

    def _make_room(self) -> None:
        with self._lock:
            held = sum(len(slot.ids) + 1 for slot in self._slots.values() if slot.ids is not None)
            while held > self._most_ids and len(self._slots) > 1:
                _, gone = self._slots.popitem(last=False)
                held -= len(gone.ids) + 1 if gone.ids is not None else 0
