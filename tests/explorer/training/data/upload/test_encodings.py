"""Names that do not say what they are in: Python's codecs write them as Windows, Linux and macOS do."""

from __future__ import annotations

import pytest

from explorer.training.data.upload.encodings import ENCODINGS, decoded_name, fitting

NAMES = [
    ("utf-8", "Käfer Vögel"), ("utf-8", "고양이 강아지"), ("utf-8", "ねこ いぬ"),
    ("cp850", "Käfer Vögel"), ("cp437", "Käfer Vögel"), ("cp1252", "Käfer Vögel"), ("cp850", "Straße Bäume"),
    ("cp850", "Éléphant Zèbre Chèvre"), ("cp1252", "Éléphant Zèbre Chèvre"), ("cp850", "CHÊNE FORÊT"),
    ("cp850", "niño araña"), ("cp1252", "niño araña"), ("cp850", "maçã pão limão"), ("cp850", "Ørn Måke Blåbær"),
    ("cp949", "고양이 강아지"), ("cp949", "사과 바나나 포도"), ("cp949", "정상 비정상"), ("cp949", "고양이 dog 새"),
    ("cp949", "짬뽕 짜장면"), ("cp949", "강아지_Dog 고양이_Cat"),
    ("cp932", "ねこ いぬ"), ("cp932", "猫 犬"), ("cp932", "ライオン ゾウ"), ("cp932", "正常 異常"),
    ("gbk", "猫 狗"), ("gbk", "苹果 香蕉"), ("gbk", "正常 异常"), ("big5", "貓 狗"), ("big5", "獅子 大象 老虎"),
    ("cp866", "кошка собака"), ("cp1251", "кошка собака"), ("cp866", "Яблоко Груша"), ("koi8_r", "кошка собака"),
    ("cp852", "kočka pes žába"), ("cp1250", "żółw łoś"), ("cp857", "köpek kuş çiçek"), ("cp737", "γάτα σκύλος"),
    ("cp862", "חתול כלב"), ("cp720", "قطة كلب"), ("euc_jp", "ねこ いぬ"),
]


def read(names, encoding):
    return [decoded_name(name, encoding).removesuffix("/0.jpg") for name in names]


@pytest.mark.parametrize(("encoding", "words"), NAMES)
def test_names_are_read_as_they_were_written(encoding, words):
    names = [f"{word}/0.jpg".encode(encoding) for word in words.split()]
    assert read(names, fitting(names)[0]) == words.split()


@pytest.mark.parametrize(("encoding", "words"), NAMES)
def test_the_right_reading_is_among_the_choices_and_each_is_there_once(encoding, words):
    names = [f"{word}/0.jpg".encode(encoding) for word in words.split()]
    readings = [tuple(read(names, choice)) for choice in fitting(names)]
    assert tuple(words.split()) in readings
    assert len(set(readings)) == len(readings)


def test_what_is_ambiguous_can_be_chosen():
    names = ["แมว".encode("cp874"), "หมา".encode("cp874")]  # Кot of Cyrillic as well
    assert ["แมว", "หมา"] in [read(names, choice) for choice in fitting(names)]


def test_plain_names_say_nothing_and_need_nothing():
    assert fitting([b"cat/0.jpg", b"dog/0.jpg"]) == fitting([]) == ()


def test_one_name_that_is_no_utf8_rules_it_out_for_all():
    names = ["Käfer".encode(), "Vögel".encode("cp850")]
    assert "utf-8" not in fitting(names)


def test_any_bytes_can_be_read_in_any_encoding():
    for encoding in ENCODINGS:
        assert decoded_name(bytes(range(256)), encoding)


def test_thousands_of_names_are_judged_at_once():
    names = [f"고양이/{number}번 사진.jpg".encode("cp949") for number in range(20_000)]
    assert fitting(names)[0] == "cp949"
