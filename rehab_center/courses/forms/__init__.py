"""What is typed about tests, results, certificates and jobs: its shape only."""
