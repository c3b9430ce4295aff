#!/bin/sh
# Double click on a Mac: the page that makes and plays. The first time it sets audioguide up.
cd "$(dirname "$0")/.." && exec python3 scripts/audioguide serve --open
