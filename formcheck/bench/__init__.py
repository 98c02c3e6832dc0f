"""How right and how fast formcheck is, measured so that anyone can run it again."""
