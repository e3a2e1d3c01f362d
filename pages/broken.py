"""For the admin: which register files have faults, where, and what is wrong with them."""

import streamlit as st

from db.actor import Actor
from db.office import Office
from locales import sentence


def draw_broken(office: Office, clerk: Actor) -> None:
    st.subheader(sentence(clerk.lang, "ui.faults"), anchor=False)
    st.write(sentence(clerk.lang, "ui.faults_lead"))
    st.dataframe(
        [
            {
                sentence(clerk.lang, "ui.fault_file"): f"{fault.file}:{fault.line}",
                sentence(clerk.lang, "ui.fault_place"): fault.place,
                sentence(clerk.lang, "ui.fault_what"): sentence(
                    clerk.lang, f"fault.{fault.code}", **fault.params
                ),
            }
            for fault in office.book.faults
        ],
        hide_index=True,
        width="stretch",
    )
