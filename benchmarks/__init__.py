"""How long blogctl takes, each time next to a program that everybody has."""
