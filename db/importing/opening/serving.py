"""What the child is asked and how it answers: one file, or with `--many` one after the other.

An answer is one JSON document: `{"sheets": […], "encoding": …, "head": […]}`, or
`{"refused": code, …}` for what has a name. Anything else that goes wrong ends the process.
"""

import json
import struct
import sys
from typing import BinaryIO

from db.importing.opening.cells import Found, TooLarge
from db.importing.opening.excel import read_excel
from db.importing.opening.markup import read_html
from db.importing.opening.texts import NotText, read_text

_MEMORY = 1 << 30
_SECONDS = 10


def bound_this_process(seconds: int = _SECONDS) -> None:
    """Ask the system to end us rather than let a file take the machine."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def opened(kind: str, encoding: str, content: bytes) -> Found:
    """The file's sheets; raises whatever the libraries raise where it is damaged."""
    match kind:
        case "text":
            return read_text(content, encoding)
        case "html":
            return read_html(content, encoding)
        case _:
            return {"sheets": read_excel(content, is_xlsx=kind == "xlsx")}


def answer(kind: str, encoding: str, content: bytes) -> bytes:
    try:
        found = opened(kind, encoding, content)
    except TooLarge:
        found = {"refused": "sheet_too_large"}
    except NotText:
        found = {"refused": "encoding_unknown"}
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass")


def main() -> None:
    """`KIND ENCODING` with the file on stdin; or `--many`, for whoever tries thousands of files."""
    if sys.argv[1] == "--many":
        bound_this_process(seconds=3600)
        serve(sys.stdin.buffer, sys.stdout.buffer)
        return
    bound_this_process()
    kind, encoding = sys.argv[1], sys.argv[2]
    sys.stdout.buffer.write(answer(kind, encoding, sys.stdin.buffer.read()))


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Length and kind, then the content; the answer is a length and the JSON, none for damage."""
    while head := asked.read(12):
        kind, length = head[:8].decode().strip(), struct.unpack(">I", head[8:])[0]
        content = asked.read(length)
        try:
            told = answer(kind, "", content)
        except BaseException:  # noqa: BLE001  a library may panic, and the next file must be read
            told = b""
        answers.write(struct.pack(">I", len(told)) + told)
        answers.flush()
