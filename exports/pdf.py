"""A workbook as a PDF, made by LibreOffice where it is installed.

One conversion at a time, each in a folder of its own that is removed afterwards, with a profile
of its own, so that neither a clerk's open LibreOffice nor an earlier failure is in the way.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from db.edits import Refusal

LONGEST = 300  # seconds for one conversion; two thousand pages take about one minute
_COMMANDS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_one_at_a_time = Lock()


def converter() -> str | None:
    """The program that makes PDFs, or None where there is none."""
    for command in _COMMANDS:
        if found := shutil.which(command):
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(workbook: Path, pdf: Path, *, within: float = LONGEST) -> None:
    """Write the PDF of `workbook`. Refusal `pdf_unavailable`, `pdf_too_slow`, `pdf_failed`."""
    program = converter()
    if program is None:
        raise Refusal("pdf_unavailable")
    with (
        _one_at_a_time,
        TemporaryDirectory(prefix="taizhang-pdf-", ignore_cleanup_errors=True) as folder,
    ):
        made = _run(program, workbook, Path(folder), within)
        shutil.move(made, pdf)


def _run(program: str, workbook: Path, folder: Path, within: float) -> Path:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(workbook.resolve())),
    ]
    running = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    )
    try:
        running.wait(within)
    except subprocess.TimeoutExpired as error:
        raise Refusal("pdf_too_slow", minutes=max(1, round(within / 60))) from error
    finally:
        _end(running)
    made = folder / f"{workbook.stem}.pdf"
    if running.returncode != 0 or not made.is_file():
        raise Refusal("pdf_failed")
    return made


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends it together with what it started, if it has not ended by itself."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        kill = ["taskkill", "/T", "/F", "/PID", str(running.pid)]
        subprocess.run(kill, check=False, capture_output=True)
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
