"""Events of desks as bytes of a stream, made once for all who may hear them."""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from api.desk_hearing import Heard
from domain.desk.events import DeskEvent

_REMEMBERED: Final = 64
_FOR_S: Final = 5.0
"""A replay that comes later is encoded anew, since links to files in it expire."""
Shown = Callable[[DeskEvent], DeskEvent]


class EncodedEvents:
    """Of the latest events, for all streams of a process.

    It knows nothing of persons: a stream asks it only for what its person may hear.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, int], tuple[DeskEvent, float, bytes]] = OrderedDict()

    def bytes_of(self, tenant_id: str, event: DeskEvent, shown: Shown) -> bytes:
        """`shown` makes of an event what is sent of it, the same for everybody."""
        place, now = (tenant_id, event.seq), self._clock()
        known = self._known.get(place)
        if known is not None and known[0] is event and now < known[1]:
            return known[2]
        told = shown(event)
        encoded = encoded_heard(Heard(told.kind.value, told.model_dump(mode="json"), told.seq))
        self._known[place] = (event, now + _FOR_S, encoded)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return encoded


def encoded_heard(heard: Heard) -> bytes:
    """As a server-sent event. JSON on one line has no line breaks that could end it early."""
    data = json.dumps(heard.data, ensure_ascii=False, separators=(",", ":"))
    number = "" if heard.seq is None else f"id: {heard.seq}\n"
    return f"{number}event: {heard.name}\ndata: {data}\n\n".encode()
