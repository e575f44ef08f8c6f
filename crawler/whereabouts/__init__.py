"""Where the program lies, and where the sites and settings of its user do."""
