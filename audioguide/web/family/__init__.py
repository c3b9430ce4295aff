"""What the page keeps of a family: its babies, what was chosen last, its favourites and its evenings."""
