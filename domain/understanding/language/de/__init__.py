"""German: what is understood in it and said."""
