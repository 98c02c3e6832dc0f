"""Rendered people who stretch, with exact truth beside every frame."""
