"""Who is at the desk: found by the session cookie, shown at the foot of the navigation."""

from html import escape

import streamlit as st

from db.actor import Actor
from db.office import Office
from locales import LANGUAGES, sentence

SESSION_COOKIE = "taizhang_session"
LANGUAGE_NAMES = {"zh_CN": "简体中文", "zh_HK": "繁體中文", "en": "English"}

# The grid learns its words when it loads, so another language is a new page.
CHANGE_LANGUAGE = """<script>
document.getElementById("tz-language").addEventListener("change", async event => {
  await fetch("/api/language", {
    method: "POST",
    headers: {"Content-Type": "application/json", "X-Taizhang": "1"},
    body: JSON.stringify({lang: event.target.value}),
  });
  location.reload();
});
</script>"""

TO_LOGIN = '<script>location.replace("/login")</script>'


def the_clerk(office: Office) -> Actor:
    """The actor of this browser session; without one the page goes to the login page."""
    token = st.context.cookies.get(SESSION_COOKIE, "")
    clerk = office.users.session(token) if token else None
    if clerk is None:
        st.html(TO_LOGIN, unsafe_allow_javascript=True)
        st.stop()
    return clerk


def leave_when_signed_out(office: Office) -> None:
    """For what runs by itself on an open page: it must not keep a session alive, nor outlive it."""
    if not office.users.is_signed_in(st.context.cookies.get(SESSION_COOKIE, "")):
        st.html(TO_LOGIN, unsafe_allow_javascript=True)
        st.stop()


def draw_clerk(clerk: Actor) -> None:
    """Name, post, language and the way out, as plain HTML: no rerun is needed for any of them."""
    st.html(clerk_html(clerk), unsafe_allow_javascript=True)


def clerk_html(clerk: Actor) -> str:
    options = "".join(
        f'<option value="{lang}"{" selected" if lang == clerk.lang else ""}>'
        f"{LANGUAGE_NAMES[lang]}</option>"
        for lang in LANGUAGES
    )
    language = escape(sentence(clerk.lang, "ui.language"))
    name = escape(clerk.name or clerk.user)
    post = escape(sentence(clerk.lang, f"role.{clerk.role}"))
    return f"""<div class="tz-clerk">
  <p><b title="{name}">{name}</b> <span>{post}</span></p>
  <select id="tz-language" aria-label="{language}">{options}</select>
  <form method="post" action="/logout">
    <button>{escape(sentence(clerk.lang, "ui.logout"))}</button>
  </form>
</div>{CHANGE_LANGUAGE}"""
