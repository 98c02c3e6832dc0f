"""The live page: the camera component, the socket its pictures come in by, and the page around."""
