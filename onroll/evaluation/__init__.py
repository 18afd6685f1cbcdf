"""The evaluation room: an authority’s own rounds of the 22 steps, with proof from its data."""
