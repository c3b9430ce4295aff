"""What is heard: stroke tones, beds, loudness and the mix."""
