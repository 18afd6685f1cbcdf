"""Forms of the pages of this room: they turn texts into values and say what is missing."""
