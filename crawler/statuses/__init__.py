"""How each site does on the live web: its status, the day of it and what it rests on."""
