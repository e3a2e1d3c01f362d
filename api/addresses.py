"""The one line that is printed when the office is open."""

import socket

EVERYWHERE = (None, "", "0.0.0.0", "::")


def announce(host: str | None, port: int) -> None:
    """Prints where to point a browser, on this machine and from the others of the office."""
    if host not in EVERYWHERE:
        shown = f"http://{host}:{port}"
    elif others := office_address():
        shown = f"http://localhost:{port}  (from other machines: http://{others}:{port})"
    else:
        shown = f"http://localhost:{port}"
    print(f"Taizhang: {shown}", flush=True)  # noqa: T201  plain ASCII for every console


def office_address() -> str | None:
    """This machine's address in the office's network. Nothing is sent: the route is looked up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith(("127.", "0.")) else address
