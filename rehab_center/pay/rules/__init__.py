"""What a month of work is paid: quantities, lines, deductions, shares. Pure."""
