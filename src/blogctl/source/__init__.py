"""TOML text to block and key positions, and new TOML text: the part that edits rest on."""
