#!/bin/sh
# Double click on a Mac: the page for phones in your home network, with a QR code. The first time it sets audioguide up.
cd "$(dirname "$0")/.." && exec python3 scripts/audioguide serve --lan
