"""Installs what the test of the search needs into a folder, and runs it: run.py FOLDER SITE"""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
folder, site = Path(sys.argv[1]), Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
for name in ["package.json", "search.mjs"]:
    shutil.copy(SOURCES / name, folder)
subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
search = ["node", "search.mjs", site.resolve()]
sys.exit(subprocess.run(search, cwd=folder, timeout=300).returncode)
