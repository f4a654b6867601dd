"""Engines on other machines: servers that speak the OpenAI API, behind the `Engine` port.

httpx2 is imported by `connection.py` alone, when the first request goes out.
"""
