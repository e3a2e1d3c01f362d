"""What the grid component complains about without reason is taken out of its bundle as it is sent.

It hands AG Grid an empty `rowData` even where rows come window by window, and AG Grid then reports
an error for every page; it warns of an option that is set on purpose, and at the first edit that it
looks at Streamlit's rows no longer, of which there are none. All of it is removed at its cause, so
that every other message in the browser's console means something. A bundle that looks otherwise is
sent as it is.
"""

import re

_EMPTY_ROW_DATA = re.compile(rb"\b(\w+)\.rowData=(\w+)\((\w+)\),(?=\"getRowId\"in \1\b)")
_ONLY_IF_THERE = rb"\1.rowData=(r=>r.length?r:void 0)(\2(\3)),"
_WARNINGS = (
    b'console.warn("flag allow_unsafe_jscode is on."),',
    b"console.warn(\"server_sync_strategy is 'client_wins' and Data was edited on Grid."
    b' Ignoring further changes from Streamlit server.");',
)


def quieted(bundle: bytes) -> bytes:
    for warning in _WARNINGS:
        bundle = bundle.replace(warning, b"")
    return _EMPTY_ROW_DATA.sub(_ONLY_IF_THERE, bundle)
