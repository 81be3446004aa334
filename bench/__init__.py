"""What we claim about speed, as commands that print figures with what they were run on."""
