"""What one run wants: its arguments, its plan, and the frontier it works through."""
