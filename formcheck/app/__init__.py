"""The web page, drawn by Streamlit. Nothing else in formcheck knows Streamlit."""
