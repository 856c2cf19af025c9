"""What the service manager hears: that the program serves, that it lives, that it is ending (systemd's sd_notify(3)).

Where nobody asked to be told (`NOTIFY_SOCKET` is not set) every call is a no-op.
"""

import contextlib
import os
import socket

ADDRESS = "NOTIFY_SOCKET"
READY, ALIVE, ENDING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def tell(*states: str) -> None:
    """Sends the states, one datagram. A manager that does not listen stops nobody."""
    address = os.environ.get(ADDRESS, "")
    if not address:
        return
    # A name that begins with @ lies in the kernel's abstract space, not in a folder.
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.settimeout(0)
        channel.sendto("\n".join(states).encode(), address)
