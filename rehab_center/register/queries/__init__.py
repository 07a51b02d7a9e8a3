"""What the database knows of a register's people and stays, and the register out of it."""
