"""From cues to clips: text as it is spoken, narration, and one's own recordings."""


def base_language(language: str) -> str:
    """Return ``pt`` for ``pt-BR``."""
    return language.partition("-")[0].casefold()
