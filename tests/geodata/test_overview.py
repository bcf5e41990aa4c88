import subprocess
import sys

from sxgeo.paths import geodata_dir


def test_the_written_overview_is_what_the_data_says():
    script = geodata_dir() / "derive" / "overview.py"
    command = [sys.executable, str(script), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run: python geodata/derive/overview.py\n{done.stderr}"
