"""From cues to clips: text as it is spoken, narration, and one's own recordings."""
