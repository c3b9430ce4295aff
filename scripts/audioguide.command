#!/bin/sh
# Double click on a Mac: the page with your sessions. The first time it sets audioguide up.
cd "$(dirname "$0")/.." && exec python3 scripts/audioguide serve --open
