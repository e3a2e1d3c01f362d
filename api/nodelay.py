"""Answers leave at once: repairs TCP_NODELAY for sockets that do not name their protocol.

Streamlit opens its listening socket with protocol 0; asyncio switches Nagle's algorithm off only
where the protocol says TCP, so that every answer would wait 40 ms for an acknowledgement.
"""

import asyncio.base_events
import socket


def _set_nodelay(connection: socket.socket) -> None:
    is_inet = connection.family in (socket.AF_INET, socket.AF_INET6)
    if is_inet and connection.type == socket.SOCK_STREAM:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def send_at_once() -> None:
    """Must run before the first connection is accepted; asyncio looks the function up by name."""
    asyncio.base_events._set_nodelay = _set_nodelay  # type: ignore[attr-defined]
