"""For the admin: which register files have faults, where, and what is wrong with them."""

from pathlib import Path

import streamlit as st

from db.actor import Actor
from db.office import Office
from locales import sentence


def draw_broken(office: Office, clerk: Actor) -> None:
    st.header(sentence(clerk.lang, "ui.faults"), anchor=False)
    st.write(sentence(clerk.lang, "ui.faults_lead"))
    columns = [sentence(clerk.lang, f"ui.fault_{word}") for word in ("file", "place", "what")]
    rows = [
        (
            f"{Path(fault.file).name}:{fault.line}",
            fault.place,
            sentence(clerk.lang, f"fault.{fault.code}", **fault.params),
        )
        for fault in office.book.faults
    ]
    st.table([dict(zip(columns, row, strict=True)) for row in rows])
