"""``python -m audioguide``."""

from audioguide.cli import main

main()
