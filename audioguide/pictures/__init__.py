"""What is seen: cards of the strokes, covers, the timeline as a picture."""
