"""What is typed about places and at roll checks: its shape only."""
