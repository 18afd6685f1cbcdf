"""What schools' software sends to a real server: files and bodies far larger than any school's."""
