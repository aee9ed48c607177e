"""Plotly figures: data in, go.Figure out. Knows nothing of Streamlit."""
