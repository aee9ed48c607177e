"""The Streamlit side: frame, pickers, session state, caching."""
