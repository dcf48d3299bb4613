"""Vendors' SDKs and our doubles against the vendors' own API descriptions: `make contract`."""
