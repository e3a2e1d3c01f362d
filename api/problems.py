"""Problems of a request itself, as coded refusals with an HTTP status."""

from db.edits import Refusal

STATUS_OF = {
    "unknown_sheet": 404,
    "unknown_list": 404,
    "unknown_row": 404,
    "unknown_file": 404,
    "view_gone": 404,
    "view_not_yours": 403,
    "may_not_unmask": 403,
    "view_name_taken": 409,
    "sheet_held": 409,
    "ledger_stopped": 503,
    "ledger_busy": 503,
    "disk_full": 507,
    "disk_read_only": 507,
    "office_closed": 503,
    "attachment_damaged": 500,
    "pdf_failed": 500,
    "pdf_too_slow": 504,
    "pdf_unavailable": 501,
}
"""What a refusal of the layers below is over HTTP; everything else is a 400."""


class Problem(Refusal):
    """A request that cannot be answered: a code, its parameters and an HTTP status."""

    def __init__(
        self, code: str, status: int = 400, *, field: str | None = None, **params: object
    ) -> None:
        super().__init__(code, field, **params)
        self.status = status
