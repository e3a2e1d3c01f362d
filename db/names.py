"""How names are written in SQL."""


def quoted(name: str) -> str:
    """An identifier; keys of schemas hold only lower case letters, digits and underscores."""
    return f'"{name}"'


def columns(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(map(quoted, names))
