"""What a reader may upload: every way to be wrong is told, and nothing is unpacked before."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import numpy as np
import pytest
from PIL import Image

from explorer.errors import DataError, LimitError
from explorer.training.data.upload.answers import Answers
from explorer.training.data.upload.archive import contents, directory_bytes, opened
from explorer.training.data.upload.report import SHOWN, THUMB, check_zip


@pytest.fixture(autouse=True)
def _own_settings(configure):
    configure(class_pictures=2)


@pytest.fixture
def never_unpacked(monkeypatch):
    for way in ("read", "extract", "extractall"):
        monkeypatch.setattr(ZipFile, way, lambda *_: pytest.fail("unpacked before it was checked"))


def png(colour=(255, 0, 0), size=(40, 30), mode="RGB"):
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def packed(files, how=ZIP_STORED):
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def classes(before="", count=3):
    return {f"{before}{name}/{number}.png": png(colour) for number in range(count)
            for name, colour in (("cat", (255, 0, 0)), ("dog", (0, 0, 255)))}


def refused(data):
    return " ".join(str(reason) for reason in check_zip(data).refused)


def test_a_sound_zip_is_reported_class_by_class():
    files = classes("pets/") | {"pets/cat/bad.png": b"rubbish", "pets/notes.txt": b"x", "pets/.DS_Store": b"x",
                                "__MACOSX/pets/cat/._0.png": b"x", "pets/few/0.png": png()}
    report = check_zip(packed(files))
    assert report.is_usable
    assert not report.has_parts
    assert {one.name: (one.counts, one.is_small) for one in report.classes} == {
        "cat": ({"": 3}, False), "dog": ({"": 3}, False), "few": ({"": 1}, True)}
    assert report.small == ("few",)
    assert [name for name, _ in report.unreadable] == ["pets/cat/bad.png"]
    assert "is a text file" in str(report.unreadable[0][1])
    assert report.ignored == ("pets/notes.txt",)
    assert (report.files, report.unpacked) == (len(files), sum(map(len, files.values())))


def test_the_grid_shows_some_pictures_of_each_class_cropped_to_their_middle():
    cat, dog, = check_zip(packed(classes(count=3 * SHOWN))).classes
    assert cat.grid.shape == (SHOWN, THUMB, THUMB, 3)
    assert np.array_equal(dog.grid[0], np.full((THUMB, THUMB, 3), (0, 0, 255), dtype=np.uint8))


def test_progress_runs_to_one_and_its_listener_may_stop_it():
    shares = []
    check_zip(packed(classes()), shares.append)
    assert shares == pytest.approx([number / 6 for number in range(1, 7)])

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_zip(packed(classes()), stop)


def test_a_path_is_as_good_as_bytes(tmp_path):
    path = tmp_path / "pets.zip"
    path.write_bytes(packed(classes()))
    assert check_zip(path).key == check_zip(path.read_bytes()).key


@pytest.mark.parametrize("name", [
    "../escape.png", "cat/../../1.png", "/cat/1.png", "C:/cat/1.png", "C:\\cat\\1.png", "\\\\server\\cat\\1.png",
    "cat\\..\\..\\1.png", "cat/.. /1.png", "cat/. ./1.png", "cat/.../1.png", "cat/%2e%2e/1.png", "%2e%2e%2f1.png",
    "cat/\uff0e\uff0e/1.png", "cat/\u2024\u2024/1.png", "cat/\u2025/1.png", "__MACOSX/../1.png", ".."])
def test_names_that_point_outside_are_refused(name, never_unpacked):
    assert "Names in the ZIP that point out of it: 1" in refused(packed(classes() | {name: png()}))


def test_a_name_with_a_hidden_end_is_refused(never_unpacked):
    data = packed(classes() | {"cat/x.png?.exe": png()}).replace(b"x.png?.exe", b"x.png\0.exe")
    assert "with invisible characters: 1, such as 'cat/x.png\\x00.exe'" in refused(data)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind, never_unpacked):
    buffer = io.BytesIO(packed(classes()))
    link = ZipInfo("cat/link.png")
    link.external_attr = (kind | 0o777) << 16
    with ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "are links" in refused(buffer.getvalue())


def test_encrypted_files_are_refused(never_unpacked):
    data = bytearray(packed(classes()))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    assert "Files in the ZIP that are encrypted: 1" in refused(bytes(data))


@pytest.mark.parametrize("name", ["more.zip", "cat/more.ZIP", "cat/all.tar.gz", "x.7z"])
def test_archives_within_are_refused(name, never_unpacked):
    assert "archives themselves" in refused(packed(classes() | {name: b"x"}))


def test_all_reasons_are_given_at_once(never_unpacked):
    found = check_zip(packed(classes() | {"more.zip": b"x", "../1.png": b"x"})).refused
    assert len(found) == 2


def test_too_many_files_are_refused(configure, never_unpacked):
    configure(zip_files=5)
    assert "holds 6 files; at most 5" in refused(packed(classes()))


def test_too_much_unpacked_is_refused(configure, never_unpacked):
    configure(zip_unpacked=500)
    assert "would unpack to" in refused(packed(classes()))


def test_a_bomb_is_refused(never_unpacked):
    assert "times its size" in refused(packed(classes() | {"cat/big.png": bytes(10**6)}, ZIP_DEFLATED))


def test_files_that_share_their_bytes_are_counted_by_the_size_of_the_zip(never_unpacked):
    data = packed({"cat/0.png": np.random.default_rng(0).bytes(10**5)})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    lines, last = data[start:end] * 400, bytearray(data[end:])
    struct.pack_into("<HHL", last, 8, 400, 400, len(lines))
    assert "times its size" in refused(data[:start] + lines + bytes(last))


def test_a_size_that_is_not_true_costs_no_more_than_it_says():
    data = bytearray(packed(classes() | {"cat/liar.png": bytes(10**5)}, ZIP_DEFLATED))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"cat/liar.png"))
    struct.pack_into("<L", data, place + 24, 50)
    assert [name for name, _ in check_zip(bytes(data)).unreadable] == ["cat/liar.png"]


def test_a_zip_that_is_too_large_is_not_looked_at(configure, never_unpacked):
    configure(zip_bytes=1000)
    assert "this server takes up to" in refused(packed(classes(count=9)))


def test_a_picture_larger_than_any_photo_is_listed_not_unpacked(configure):
    configure(image_bytes=2000)
    report = check_zip(packed(classes() | {"cat/huge.png": bytes(3000)}))
    assert [name for name, _ in report.unreadable] == ["cat/huge.png"]
    assert report.is_usable


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06", b"no zip at all" * 100, png()])
def test_what_is_no_zip_is_refused(data):
    assert "cannot be read as a ZIP" in refused(data)


def test_damage_anywhere_is_survived():
    whole = packed(classes(), ZIP_DEFLATED)
    rng = np.random.default_rng(0)
    for _ in range(300):
        data = bytearray(whole)
        for place in rng.integers(0, len(data), 3):
            data[place] = rng.integers(256)
        check_zip(bytes(data))


def test_a_cut_zip_is_survived():
    whole = packed(classes())
    for end in range(0, len(whole), 37):
        check_zip(whole[:end])


@pytest.mark.parametrize(("files", "said"), [
    ({}, "in the ZIP: 0;"),
    ({"cat/0.png": png(), "cat/1.png": png()}, "in the ZIP: 1;"),
    ({"0.png": png(), "1.png": png()}, "in the ZIP: 0;"),
    ({"cat/0.png": b"x", "cat/1.png": b"x", "dog/0.png": png(), "dog/1.png": png()},
     "Classes with at least 2 pictures that can be opened: 1 of 2"),
])
def test_too_few_classes_are_refused_with_what_was_seen(files, said):
    assert said in refused(packed(files))


def test_too_many_classes_are_refused(configure):
    configure(classes=2)
    assert "3 classes; this server takes up to 2" in refused(packed(classes() | {"x/0.png": png(), "x/1.png": png()}))


def test_classes_are_counted_by_what_can_be_learned_from():
    report = check_zip(packed(classes("train/") | classes("test/") | {
        "test/owl/0.png": png(), "test/owl/1.png": png(), "test/owl/2.png": png()}))
    assert report.has_parts
    assert report.small == ("owl",)
    assert report.classes[0].counts == {"train": 3, "test": 3}


LITTER = ["__MACOSX/pets/cat/._0.png", "pets/cat/._0.png", "pets/.DS_Store", "pets/cat/Icon\r", "Icon\r",
          "pets/Thumbs.db", "pets/cat/desktop.ini", "pets/.ipynb_checkpoints/0-checkpoint.png", "@eaDir/cat/0.png",
          "pets/cat/@eaDir/0.png@SynoEAStream", "$RECYCLE.BIN/x.zip", "__MACOSX/._more.zip"]


def test_what_systems_leave_behind_is_ignored_and_is_no_reason_to_refuse():
    report = check_zip(packed(classes("pets/") | dict.fromkeys(LITTER, b"x")))
    assert report.is_usable
    assert {one.name: one.counts for one in report.classes} == {"cat": {"": 3}, "dog": {"": 3}}
    assert report.ignored == ()


def test_what_systems_leave_behind_does_not_count_towards_limits(configure):
    clean = classes("pets/")
    configure(zip_files=len(clean), zip_unpacked=sum(map(len, clean.values())))
    assert check_zip(packed(clean | {name: bytes(5000) for name in LITTER})).is_usable


def test_a_link_among_litter_is_no_reason_to_refuse():
    buffer = io.BytesIO(packed(classes()))
    link = ZipInfo("cat/.latest")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(buffer, "a") as archive:
        archive.writestr(link, "0.png")
    assert check_zip(buffer.getvalue()).is_usable


def test_backslashes_are_separators_as_powershell_writes_them():
    files = {name.replace("/", "\\"): content for name, content in classes("pets/").items()}
    report = check_zip(packed(files | {"pets\\": b"", "pets\\cat\\": b""}))
    assert {one.name: one.counts for one in report.classes} == {"cat": {"": 3}, "dog": {"": 3}}
    assert report.ignored == ()


@pytest.mark.parametrize("name", ["cat/12:30.png", "cat:big/0.png", "cat/a.b..c.png", "cat/50%25.png", "./cat/x.png"])
def test_a_colon_or_dots_within_a_name_are_no_way_out(name):
    assert check_zip(packed(classes() | {name: png()})).is_usable


@pytest.mark.parametrize(("encoding", "words"), [
    ("cp850", ("Käfer", "Vögel")), ("cp949", ("고양이", "강아지")), ("cp932", ("ねこ", "いぬ")),
    ("utf-8", ("Käfer", "새"))])
def test_names_in_a_code_page_are_read_together(stored_as, encoding, words):
    report = check_zip(stored_as(encoding, *words, each=3))
    assert {one.name for one in report.classes} == set(words)
    assert report.folders.encoding == encoding


def test_a_backslash_within_a_letter_of_a_code_page_is_none(stored_as):
    assert "表".encode("cp932").endswith(b"\\")
    report = check_zip(stored_as("cp932", "ねこの表", "いぬの表", each=3))
    assert {one.name for one in report.classes} == {"ねこの表", "いぬの表"}


def test_another_encoding_can_be_asked_for_and_nothing_is_unpacked_again(stored_as, monkeypatch):
    report = check_zip(stored_as("cp850", "Käfer", "Vögel", each=3))
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("unpacked again"))
    wrong = report.answered(Answers(encoding="cp949"))
    assert {one.name for one in wrong.classes} == {"K꼎er", "V봥el"}
    assert [len(one.grid) for one in wrong.classes] == [3, 3]
    assert report.reading("cp850") == ("Käfer", "Vögel")


def test_names_that_say_what_they_are_in_are_not_asked_about():
    report = check_zip(packed({f"{name}/{number}.png": png() for name in ("고양이", "Käfer") for number in range(2)}))
    assert (report.folders.encodings, report.reading("cp949")) == ((), ())
    assert {one.name for one in report.classes} == {"고양이", "Käfer"}


def test_the_name_in_unicode_beside_one_in_a_code_page_counts(stored_as):
    entries = ZipFile(io.BytesIO(stored_as("cp850", "Käfer"))).infolist()
    stored = "Käfer/0.png".encode("cp850")
    field = struct.pack("<BL", 1, zlib.crc32(stored)) + "Großer Käfer/0.png".encode()
    entries[0].extra = struct.pack("<HH", 0x7075, len(field)) + field  # Info-ZIP, extrafld.txt
    assert contents(entries).items[0].path == ("Großer Käfer", "0.png")
    entries[0].extra = struct.pack("<HHBL", 0x7075, len(field), 1, 0) + field[5:]  # of a name that was changed since
    assert contents(entries).items[0].path == ("Käfer", "0.png")


def test_names_of_macos_are_put_together():
    report = check_zip(packed({name.replace("cat", "cafe\u0301"): content for name, content in classes().items()}))
    assert {one.name for one in report.classes} == {"caf\u00e9", "dog"}


def test_the_length_of_the_directory_is_what_zipfile_reads(monkeypatch):
    for count, comment in ((1, b""), (7, b"PK\x05\x06" + b"x" * 40), (0, b"")):
        buffer = io.BytesIO()
        with ZipFile(buffer, "w") as archive:
            archive.comment = comment
            for number in range(count):
                archive.writestr(f"cat/{number}.png", b"x")
        data = buffer.getvalue()
        assert directory_bytes(data) >= count * (46 + 9)
        if b"PK" not in comment:
            assert directory_bytes(data) == count * (46 + 9)


def test_the_length_is_found_in_the_records_of_large_zips_too(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 2)
    data = bytearray(packed(classes()))
    assert b"PK\x06\x07" in data
    true = directory_bytes(bytes(data))
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, 0)
    assert directory_bytes(bytes(data)) == true > 0


def test_a_directory_that_would_fill_the_memory_is_not_read(configure, monkeypatch):
    configure(zip_files=1)
    monkeypatch.setattr(zipfile.ZipFile, "__init__", lambda *_: pytest.fail("read before it was checked"))
    with pytest.raises(LimitError, match="longer than that of 1 files"):
        opened(packed_many())


def packed_many():
    lines = b"".join(bytes(46) for _ in range(20))
    return lines + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(lines), 0, 0)


def test_opened_says_why(configure):
    with pytest.raises(DataError, match=r"plain \.zip file"):
        opened(b"x" * 100)
