"""The HTTP side: Starlette routes beside the pages, guarded, with one error shape."""
