"""The pages of a file: its checklist, one paper, the list of all, what is printed, and blank forms."""
