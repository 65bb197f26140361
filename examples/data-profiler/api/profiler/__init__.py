"""Profiles CSV files: what the columns are, and what is in them."""
