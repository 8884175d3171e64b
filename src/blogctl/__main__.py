"""``python -m blogctl``."""

from blogctl.cli import main

if __name__ == "__main__":
    main()
