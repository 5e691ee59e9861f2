# SPDX-License-Identifier: GPL-2.0-only
"""Talks to the net service of a node as WalT's server does: one request, one line as the answer."""
import socket

from .layout import NetbootError

PORT = 12346
TIMEOUT = 15                    # seconds for the connection, and for the answer
ANSWER_MAX = 1024


def _line(link):
    """Up to the first newline, or what there is when the node closes."""
    answer = b""
    while b"\n" not in answer and len(answer) < ANSWER_MAX:
        data = link.recv(ANSWER_MAX - len(answer))
        if not data:
            break
        answer += data
    return answer.split(b"\n", 1)[0].decode(errors="replace")


def ask(ip, request, port=PORT, timeout=TIMEOUT):
    """Send @request, such as `REBOOT`; raises NetbootError with the node's own words if it can't.
    """
    try:
        with socket.create_connection((ip, port), timeout) as link:
            link.settimeout(timeout)
            link.sendall(f"MODE single\n{request}\n".encode())
            answer = _line(link)
    except OSError as error:
        raise NetbootError(f"no connection to {ip}: {error}") from None
    status, _, reason = answer.partition(" ")
    if status == "OK":
        return
    raise NetbootError(reason.strip() or "the node did not respond properly")
