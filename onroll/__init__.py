"""OnRoll: getting every child who is missing education back on a school roll.

The rooms of this package, and which may import which, are described in docs/explanation/rooms.md.
"""

__version__ = "0.1.0"
