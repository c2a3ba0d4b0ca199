import streamlit as st, sys
import explorer
from pages.ui import text
st.write(sys.path[:4])
