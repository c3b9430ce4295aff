@echo off
rem Double click on Windows: the page for phones in your home network, with a QR code. The first time it sets audioguide up.
cd /d "%~dp0.."
py scripts\audioguide serve --lan
if errorlevel 1 pause
