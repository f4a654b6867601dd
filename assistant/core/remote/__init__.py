"""Engines on other machines: which servers there are, and what may be sent to them."""
