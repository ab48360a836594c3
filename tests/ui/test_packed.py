import sys
import types
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui import packed

# As PyInstaller's archive reads a module.
CODE = """
def extract(path, at, size):
    with open(path, "rb") as file:
        file.seek(at)
        return file.read(size)
"""


@pytest.fixture
def archive(monkeypatch):
    made = types.ModuleType("pyimod01_archive")
    exec(CODE, vars(made))
    monkeypatch.setitem(sys.modules, "pyimod01_archive", made)
    yield made
    packed.let_go()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bangfu.exe"
    path.write_bytes(b"".join(number.to_bytes(4, "big") for number in range(50_000)))
    return str(path)


def test_many_threads_read_their_places_of_one_open_file(archive, file, monkeypatch):
    packed.keep_open()
    assert archive.extract(file, 40, 4) == (10).to_bytes(4, "big")
    monkeypatch.setattr("pathlib.Path.open", lambda *_: pytest.fail("opened again"))

    def right(number):
        return archive.extract(file, 4 * number, 8) == number.to_bytes(4, "big") + (number + 1).to_bytes(4, "big")

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(right, range(0, 49_999, 7)))


def test_let_go_the_file_is_opened_each_time_and_can_be_replaced(archive, file, tmp_path):
    packed.keep_open()
    archive.extract(file, 0, 4)
    packed.let_go()
    (tmp_path / "newer.exe").write_bytes(b"newer")
    (tmp_path / "newer.exe").replace(file)
    assert archive.extract(file, 0, 5) == b"newer"
    packed.let_go()


def test_the_program_that_is_not_packed_does_without(monkeypatch):
    monkeypatch.delitem(sys.modules, "pyimod01_archive", raising=False)
    packed.keep_open()
    packed.let_go()
