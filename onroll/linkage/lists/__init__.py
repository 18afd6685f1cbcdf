"""Files of lists: read whatever their encoding, their columns guessed, their oddities told, results written."""
