"""An answer's second part does not wait for the first to be acknowledged."""

from __future__ import annotations

import socket

from pages.ui.sockets import send_at_once


def test_connections_of_a_socket_that_was_bound_before_send_at_once():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as other:
        assert not server.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        send_at_once()
        with socket.create_connection(server.getsockname()) as client:
            accepted, _address = server.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert client.fileno() >= 0
        assert other.fileno() >= 0
