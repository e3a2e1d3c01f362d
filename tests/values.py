"""Rows a clerk might type, complete and right, for tests to change one thing of."""

from datetime import datetime, timedelta


def visitor(**changes: object) -> dict[str, object]:
    """A visitor who arrived a few minutes ago and showed no document."""
    arrived = datetime.now() - timedelta(minutes=10)
    return {
        "desk": "front_desk",
        "arrived_at": arrived.strftime("%Y-%m-%d %H:%M"),
        "visitor_name": "来访样例",
        "party_size": 1,
        "visitor_type": "friend",
        "id_type": "not_shown",
        "room_id": "3-1-502",
        "host_confirm": "phoned",
        "purpose": "探访",
        **changes,
    }
