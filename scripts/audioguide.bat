@echo off
rem Double click on Windows: the page that makes and plays. The first time it sets audioguide up.
cd /d "%~dp0.."
py scripts\audioguide serve --open
if errorlevel 1 pause
