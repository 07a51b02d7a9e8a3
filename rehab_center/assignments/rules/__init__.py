"""Who may be assigned to what, how an assignment stands on a day, hours added up. Pure."""
