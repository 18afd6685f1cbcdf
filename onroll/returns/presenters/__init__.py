"""Final words of the pages of this room: tables, tags and links."""
