"""What is typed at a session and about its sheets: its shape only."""
