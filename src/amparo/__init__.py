"""Amparo: community-based alternatives to detention."""

__version__ = "0.1.0"
