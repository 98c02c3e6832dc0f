"""What the commands do, each in its own module; `formcheck.cli` reads the options."""
