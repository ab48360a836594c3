"""一户一档: each household from a new page, everything known on it, and nothing personal in the public version."""

import datetime
import io
import re

import pytest

from models import attachment, clock, database, ledger_file, record
from models.attachment import New
from models.ledger import ledgers
from models.record import DetailDraft
from models.reports.paper import PaperCard, PaperCharts, PaperCover, PaperSettings, render
from models.reports.profile.dossier import blocks
from models.sample_data import id_number
from ui import cli

NAMES = [one.name for one in ledgers()]
FATHER = id_number(datetime.date(1970, 3, 4), 11)
CHILD = id_number(datetime.date(2015, 3, 4), 13)
PHONE = "13912345678"


def texts(pdf):
    """The text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return [document[at].get_textpage().get_text_bounded().replace("\r\n", "\n") for at in range(len(document))]


@pytest.fixture
def homes(tmp_path):
    """Two households in a plain file: one with two people and a document, one with a head's name only."""
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "上庄村"}).id
    people = [
        DetailDraft({"name": "张大山", "relation": "01", "id_no": FATHER, "phone": PHONE, "health": "02"}),
        DetailDraft({"name": "张小米", "relation": "03", "id_no": CHILD}),
    ]
    full = record.save(
        "household",
        {"village": village, "group": "一组", "hh_no": "5001", "phone": PHONE, "address": "上庄村7号"},
        details={"member": people},
    ).id
    empty = record.save("household", {"village": village, "head": "独居老人"}).id
    return full, empty


def picture():
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(data, "JPEG")
    return data.getvalue()


def test_each_household_has_a_cover_and_begins_on_a_new_page(homes):
    made = list(blocks(homes))
    assert [type(one) for one in made] == [PaperCover, PaperCard] * 2
    pages = texts(render(made, PaperSettings()).pdf)
    assert [("一户一档" in page) for page in pages] == [True, False, True, False]
    assert "张大山" in pages[0] and "独居老人" in pages[2]
    assert "独居老人" not in pages[0] + pages[1] and "张大山" not in pages[2] + pages[3]
    assert FATHER in pages[1].replace("\n", "") and "帮扶责任人：" in pages[1] and "户主签字：" in pages[1]


def test_documents_are_listed_and_photos_printed_on_request(homes):
    attachment.add("household", homes[0], [New(picture(), "入户.jpg", category="02"), New(b"1", "申请书.pdf")])
    attachment.add("household", homes[0], [New(b"\xff\xd8\xffkaputt", "坏照片.jpg")])
    without = list(blocks(homes[:1]))
    assert len(without) == 2
    assert "资料清单" in texts(render(without, PaperSettings()).pdf)[1]
    made = list(blocks(homes[:1], pictures=True))
    assert isinstance(made[2], PaperCharts)
    pdf = render(made, PaperSettings()).pdf
    pages = texts(pdf)
    assert len(pages) == 3 and "入户照片" in pages[2] and "坏照片" not in pages[2]
    import pypdfium2

    image = pypdfium2.PdfDocument(pdf)[2].render(scale=1).to_pil().convert("RGB")
    green = sum(count for count, colour in image.getcolors(1_000_000) if colour[1] > colour[0] + 60)
    assert 0.02 < green / (image.width * image.height) < 0.2, "small: six go on a page"


@pytest.mark.skipif("visit" not in NAMES, reason="no such ledger")
def test_nothing_personal_in_the_public_version(homes):
    record.save("visit", {"household": homes[0], "date": "2026-06-01", "kind": "02", "findings": "患病住院"})
    attachment.add("household", homes[0], [New(picture(), "残疾证.jpg")])
    if "episode" in NAMES:
        record.save(
            "episode",
            {"household": homes[0], "category": "03", "recognised_on": "2026-05-10", "risks": "01", "state": "11"},
        )
    whole = "".join(texts(render(list(blocks(homes, masked=True, pictures=True)), PaperSettings()).pdf))
    assert "张大山" in whole and "张*" in whole and "公示版" in whole
    for secret in (FATHER, CHILD, PHONE, "张小米", "上庄村7号", "长期慢性病", "患病", "残疾证", "因病", "纯收入"):
        assert secret not in whole.replace("\n", ""), secret
    assert not re.search(r"\d{15,}|1[3-9]\d{9}", whole.replace("\n", " "))


def test_thirty_visits_go_over_pages(homes):
    if "visit" not in NAMES:
        pytest.skip("no such ledger")
    for at in range(30):
        day = f"2026-{1 + at // 6:02d}-{3 + at % 6 * 4:02d}"
        record.save("visit", {"household": homes[1], "date": day, "kind": "02", "findings": f"第{at}次情况"})
    pages = texts(render(list(blocks(homes[1:])), PaperSettings()).pdf)
    assert len(pages) == 3 and "（续）" in pages[2] and "第29次情况" in "".join(pages)


def test_a_household_that_is_gone_is_left_out(homes):
    assert len(list(blocks([homes[1], 999_999]))) == 2


def test_the_command_prints_a_selection(homes, tmp_path, capsys):
    path = str(database.State.path)
    ledger_file.close()
    out = tmp_path / "档案.pdf"
    assert cli.main(["dossier", str(out), "--where", "户编号=5001", "--db", path]) == 0
    assert "已把 1 户存为" in capsys.readouterr().out and len(texts(out)) == 2
    assert cli.main(["dossier", str(out), "--where", "户编号=9", "--db", path]) == 2
    assert "没有符合条件的农户" in capsys.readouterr().err
