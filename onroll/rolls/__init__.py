"""The rolls room: what each school says of its roll, day by day, and what changed."""
