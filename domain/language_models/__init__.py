"""Asking a hosted language model: what is asked, what streams back, what it took."""
