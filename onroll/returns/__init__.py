"""The returns room: what schools must tell by law, reconciling, and education at home."""
