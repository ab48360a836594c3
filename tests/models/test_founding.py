import pytest

from models import ledger_file, settings
from models.database import DamagedFile, State, Trouble, WrongPassword, is_plain, save_encrypted
from models.founding import Founding, found, village_names
from models.ledger import ledger
from models.record import Refused

pytestmark = pytest.mark.usefixtures("made_by_the_program")


def stored() -> list[tuple]:
    model = ledger("village").model
    return list(model.select(model.seq, model.name, model.township).order_by(model.seq).tuples())


@pytest.mark.parametrize(
    "text",
    [
        "清溪村\n石板村\n",
        "1. 清溪村\n2. 石板村",
        "清溪村、石板村、清溪村",
        "清溪村\t石板村",
        "（1）清溪村\r\n（2）石板村",
        " 清溪村 ，石板村",
    ],
)
def test_a_list_of_villages_however_it_was_pasted(text):
    assert village_names(text) == ["清溪村", "石板村"]


def test_a_new_file_has_its_place_in_the_given_order_and_can_be_undone(tmp_path):
    found(tmp_path / "新" / "台账.db", "密码12345", Founding("云山县", " 青禾乡 ", ["石板村", "清溪村"]))
    assert stored() == [(1, "石板村", "青禾乡"), (2, "清溪村", "青禾乡")]
    assert (settings.county.get(), settings.township.get()) == ("云山县", "青禾乡")
    assert settings.reporter.get() == "青禾乡人民政府"
    assert State.encrypted and not is_plain(State.path)
    from models.operation import undo_last

    undo_last()
    assert stored() == []


def test_nothing_stays_behind_when_it_fails(tmp_path):
    path = tmp_path / "台账.db"
    with pytest.raises(Refused):
        found(path, "密码12345", Founding("", "青禾乡", ["清溪村", "清溪村"]))
    assert not path.exists()


def test_a_file_of_that_name_is_never_overwritten(tmp_path):
    path = tmp_path / "台账.db"
    path.write_text("别人的")
    with pytest.raises(Trouble, match="没有覆盖"):
        found(path, "密码12345", Founding("", "青禾乡"))
    assert path.read_text() == "别人的"


def test_an_empty_file_is_damaged_not_a_new_ledger(tmp_path):
    path = tmp_path / "台账.db"
    path.touch()
    with pytest.raises(DamagedFile):
        ledger_file.open_existing(path)
    assert path.stat().st_size == 0


def test_a_database_of_another_program_is_left_alone(tmp_path):
    import sqlite3

    path = tmp_path / "别的.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE song (name TEXT)")
    other.close()
    with pytest.raises(Trouble, match="别的程序"):
        ledger_file.open_existing(path)
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("song",)]
    other.close()


def test_a_plain_file_saved_encrypted_holds_the_same(tmp_path):
    found(tmp_path / "台账.db", "", Founding("", "青禾乡", ["清溪村"]))
    target = tmp_path / "加密.db"
    save_encrypted(target, "密码12345")
    assert State.path == tmp_path / "台账.db"
    assert not is_plain(target)
    ledger_file.open_existing(target, "密码12345")
    assert [name for _, name, _ in stored()] == ["清溪村"]
    with pytest.raises(WrongPassword):
        ledger_file.open_existing(target, "密码1234")
