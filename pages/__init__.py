"""Everything Streamlit draws: the navigation, the clerk, the home page, and the one grid."""
