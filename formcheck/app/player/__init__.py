"""The recording with its timeline: a component of plain JavaScript, and what it is told."""

from formcheck.app.player.timeline import Lane, Span, lanes

__all__ = ["Lane", "Span", "lanes"]
