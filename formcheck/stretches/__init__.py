"""The stretch library: definitions as TOML, their loader, and recognition."""
