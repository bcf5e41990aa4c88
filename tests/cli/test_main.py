import subprocess
import sys

HEAVY = ("geopandas", "pandas", "folium", "matplotlib", "numpy", "rich", "mapclassify")


def loaded_by(arguments):
    """Return which heavy packages a whole process loads for a command line."""
    code = (
        "import sys\n"
        "from sxgeo.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit as stop:\n"
        "    assert not stop.code, stop.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stderr.strip()


def test_help_loads_nothing_heavy():
    assert loaded_by(["--help"]) == "[]"


def test_listing_layers_loads_neither_geopandas_nor_folium_nor_matplotlib():
    assert loaded_by(["layers", "list", "--json"]) == "[]"


def process(*arguments):
    command = [sys.executable, "-m", "sxgeo", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_unknown_layer_is_a_sentence_on_stderr_and_exit_1():
    done = process("layers", "show", "zone")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("sxgeo: Unknown layer 'zone'. Did you mean 'zones'? Known: ")
    assert "Traceback" not in done.stderr


def test_wrong_usage_is_exit_2():
    assert process("map").returncode == 2
    assert process("nonsense").returncode == 2
    assert process("layers", "list", "--jsn").returncode == 2


def test_a_command_that_finds_faults_exits_1():
    done = process("check", "--publish", "zones", "--basemap", "intranet")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("zones: 1 problem\n")
    assert process("check", "zones").returncode == 0


def test_the_version_is_told():
    from sxgeo import __version__

    assert __version__ in process("--version").stdout


def test_every_command_answers_help(run):
    for name in ("build", "map", "atlas", "layers"):
        code, out, _ = run(name, "--help")
        assert code == 0
        assert out.startswith("Usage:")
