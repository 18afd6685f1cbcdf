"""The attendance room: marks, sweeps, alerts, and who has seen a child today."""
