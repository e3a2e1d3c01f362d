"""Run by its folder and alone (python -I): nothing that `db` does when imported is done here.

A file that brings this process down, or grows without end, costs nothing but this process. Memory
and processor time are bounded before the first byte is read; where the system cannot do that
(Windows) the caller's clock ends us.
"""

import sys
from pathlib import Path
from types import ModuleType


def stand_alone() -> None:
    """Lets the modules beside this one be imported without those of the ledger."""
    here = Path(__file__).resolve().parent
    folders = {"db": here.parents[1], "db.importing": here.parent, "db.importing.opening": here}
    for name, folder in folders.items():
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


if __name__ == "__main__":
    stand_alone()
    from db.importing.opening.serving import main

    main()
