from models import pinyin


def test_the_small_table_says_what_pypinyin_says():
    for code in range(0x4E00, 0xA000):
        assert pinyin._initial(chr(code)) == pinyin.rare_initial(chr(code)), hex(code)


def test_initials_of_names():
    assert (
        pinyin.initials("张三") == "zs" and pinyin.initials("单雄信") == "sxx" and pinyin.initials("欧阳A1·") == "oya1"
    )
    assert pinyin.initials("\U00020bb7野家") == pinyin.rare_initial("\U00020bb7") + "yj"
    assert pinyin.initials("") == "" and pinyin.initials("·") == ""
