"""Layouts and macros that all faces share, and the gallery that shows each in its states."""
