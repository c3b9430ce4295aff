"""What sounds beside the voice: stroke tones and beds."""
