"""Who may come in by which door: one table, read by the guard for every request."""

from dataclasses import dataclass

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


@dataclass(frozen=True, slots=True)
class Write:
    """What a request that changes something must carry, and how large it may be."""

    content_type: str | None
    limit: int
    needs_header: bool = True
    may_lack_origin: bool = False


FORM = Write("application/x-www-form-urlencoded", 64 * KILOBYTE, False, True)
"""Login and first visit: no script has run yet. A foreign Origin is refused all the same."""
PLAIN = Write(None, 64 * KILOBYTE, False)
JSON = Write("application/json", 16 * MEGABYTE)
FILE = Write("application/octet-stream", 10 * MEGABYTE)
UPLOAD = Write(None, 11 * MEGABYTE, False)
"""Streamlit's file uploader, which adds a token of its own."""


@dataclass(frozen=True, slots=True)
class Door:
    """The rule of one path, or of all that begin with a path ending in a slash."""

    path: str
    write: Write = JSON
    is_public: bool = False
    """Answers without a session."""
    is_setup: bool = False
    """Answers without a session as long as the office has no user."""

    def leads_to(self, path: str) -> bool:
        return path.startswith(self.path) if self.path.endswith("/") else path == self.path


DOORS = (
    Door("/login", FORM, is_public=True),
    Door("/setup", FORM, is_setup=True),
    Door("/setup/", FORM, is_setup=True),
    Door("/health", is_public=True),
    Door("/static/", is_public=True),
    Door("/grid/", is_public=True),
    Door("/component/", is_public=True),
    Door("/favicon.ico", is_public=True),
    Door("/favicon.png", is_public=True),
    Door("/logout", PLAIN),
    Door("/api/attachments", FILE),
    Door("/api/imports", FILE),
    Door("/_stcore/upload_file/", UPLOAD),
    Door("/"),
)
"""The first door that leads to a path counts; the last one leads everywhere."""


def door_of(path: str) -> Door:
    return next(door for door in DOORS if door.leads_to(path))
