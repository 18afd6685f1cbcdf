"""Turns what this room knows into the final words of its pages."""
