from models import paths


def test_values_are_remembered_and_forgotten(own_home):
    assert paths.config() == {}
    paths.remember(font=11, backup_place="/x")
    paths.remember(font=None)
    assert paths.config() == {"backup_place": "/x"}
    assert str(paths.backup_place()) == "/x"


def test_recent_files_latest_first_and_once(tmp_path):
    names = [tmp_path / f"{number}.db" for number in range(10)]
    for path in [*names, names[3]]:
        paths.remember_file(path)
    assert paths.recent_files()[:2] == [names[3], names[9]]
    assert len(paths.recent_files()) == paths.RECENT
    paths.forget_file(names[3])
    assert names[3] not in paths.recent_files()


def test_a_spoiled_configuration_counts_as_none(own_home):
    (own_home / "config.json").write_text("{", "utf-8")
    assert paths.config() == {}
    paths.remember(font=9)
    assert paths.config() == {"font": 9}


def test_portable_keeps_everything_beside_the_program(tmp_path, monkeypatch):
    monkeypatch.delenv("BANGFU_HOME")
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    assert tmp_path not in paths.config_folder().parents
    (tmp_path / "portable").touch()
    for folder in (paths.config_folder(), paths.log_folder(), paths.ledger_folder()):
        assert tmp_path in folder.parents


def test_network_shares_and_sticks_are_known(tmp_path):
    assert paths.on_network_or_stick(paths.Path("/media/usb/a.db"))
    assert paths.on_network_or_stick(paths.Path("//server/share/a.db"))
    assert not paths.on_network_or_stick(tmp_path / "a.db")
