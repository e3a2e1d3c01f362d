"""Why a file cannot be imported at all."""

from db.edits import Refusal


class Unreadable(Refusal):
    """The file as a whole: wrong kind, too large, damaged, or no heading row of the sheet in it."""
