"""Start the CNN Explorer: ``streamlit run app.py``."""

import streamlit as st

app = st.App("pages/main.py")
