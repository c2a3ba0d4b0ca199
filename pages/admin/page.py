"""Admin: how this server is, for those who run it."""

import streamlit as st

from explorer import jobs, monitoring
from pages.admin.entrance import ask
from pages.admin.error_list import error_list
from pages.admin.glance import glance
from pages.admin.jobs_of_all import jobs_of_all
from pages.admin.numbers import page_times, processes_table, versions_table
from pages.admin.storage import caches_table, disk_table
from pages.admin.switching import switching
from pages.ui import admins
from pages.ui.errors import show, told_to_reader
from pages.ui.text import _

EVERY_S = 4
MOST_JOBS = 40
# Notes below the numbers keep to one line; on a phone words stay whole, and a wide table moves to the side.
STYLE = """<style>
.stApp .st-key-ad_tiles > * > .stVerticalBlock, .stApp .st-key-ad_tiles > .stVerticalBlock { padding: 0.8rem 0.6rem; }
.stApp [class*=st-key-ad_job_] { flex-wrap: nowrap; }
.stApp [class*=st-key-ad_job_] > :first-child { min-width: 0; }
@media (max-width: 640px) {
  .stApp:has(.st-key-ad_tiles) .stTable :is(th, td) :is(p, div) { word-break: keep-all; overflow-wrap: normal; }
  .stApp:has(.st-key-ad_tiles) .stTable td:not(:first-child) :is(p, div) { white-space: nowrap; }
  .stApp:has(.st-key-ad_tiles) .stTable td:first-child { min-width: 6rem; }
  .stApp:has(.st-key-ad_tiles) .stTable td:first-child :is(p, div) { overflow-wrap: anywhere; }
}
</style>"""


def look() -> None:
    """Show all of it; asks again every few seconds while the page is open."""
    if not admins.is_admin():
        st.rerun()
    with told_to_reader():
        found = monitoring.look(jobs.connected().of_everybody(MOST_JOBS), monitoring.server_book())
        glance(found)
        if said := st.session_state.get(admins.REFUSED):
            show(said)
        switching(found.switches)
        jobs_of_all(found.jobs)
        error_list(found.faults)
        processes_table(found.processes)
        page_times(found.processes)
        disk_table()
        caches_table(found.processes)
        versions_table(found)


st.title(_("Admin"))
if admins.is_admin():
    st.caption(_("How this server is, over all its processes. It follows by itself every {seconds} s while this page "
                 "is open.").format(seconds=EVERY_S))
    st.html(STYLE)
    st.fragment(look, run_every=EVERY_S)()
else:
    ask()
