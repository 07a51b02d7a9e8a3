"""What is typed about norms, deductions and payrolls: its shape only."""
