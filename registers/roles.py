"""The posts of an estate office; a post is what permissions are given to."""

ROLES = (
    "front_desk",
    "archive",
    "gate",
    "cards",
    "supervisor",
    "manager",
    "finance",
    "engineering",
    "admin",
)

ALWAYS_ALLOWED = frozenset({"admin", "manager"})
