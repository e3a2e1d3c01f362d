"""Lists every address the program answers, Streamlit's own included, as JSON. Run as a script.

It needs a process of its own: building the application starts Streamlit's runtime.
"""

import json
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


def addresses() -> list[tuple[str, str]]:
    """(method, path) of every route; a websocket's method is WEBSOCKET, a mount's MOUNT."""
    from starlette.routing import Mount, Route

    from app import app

    found = []
    for route in app._build_starlette_app().routes:
        if isinstance(route, Mount):
            found.append(("MOUNT", route.path))
        elif isinstance(route, Route):
            found += [(method, route.path) for method in sorted(route.methods or ())]
        else:
            found.append(("WEBSOCKET", route.path))
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(HOUSE))
    sys.stdout.write(json.dumps(addresses()))
