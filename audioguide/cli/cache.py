"""``audioguide cache``."""

from __future__ import annotations

import click

from audioguide.cache import DEFAULT_LIMIT_BYTES, cache_folder, compiled_cache
from audioguide.cli.called import show, tell
from audioguide.cli.options import Words
from audioguide.cli.paths import spoken_cues


@click.command("cache")
@click.argument("action", type=Words(["clean"]), required=False)
def command(action: str | None) -> None:
    """Show how much is kept of spoken cues, and where; `clean` throws it away. They are spoken again when needed."""
    cache = spoken_cues()
    if action == "clean":
        count = cache.count()
        freed = cache.clean() + compiled_cache().clean()
        show(f"{count} spoken cues thrown away, {freed / 1e6:.0f} MB")
    else:
        show(f"{cache_folder()}  {cache.count()} spoken cues, {cache.size() / 1e6:.0f} MB")
        tell(f"never more than {DEFAULT_LIMIT_BYTES / 1e9:.0f} GB; to throw it away: audioguide cache clean", err=False)
