"""An archive that is not exactly what was written is refused before anything of it is used."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
from hashlib import sha256

import pytest

from explorer.errors import ExplorerError
from explorer.hosting.archive import ArchiveWriter, Manifest, checked, unpack

TEXT = random.Random(0).randbytes(300_000)


def written(path, files=(("data/jobs/aa/best", TEXT), ("database.sqlite", b"db")), **told):
    """Write an archive with our own writer."""
    with path.open("wb") as stream:
        archive = ArchiveWriter(stream)
        for name, text in files:
            (path.parent / "source").write_bytes(text)
            with (path.parent / "source").open("rb") as file:
                archive.add(name, file)
        archive.close(Manifest(**{"made": "2026-01-01", "form": 1, "database": "sqlite",
                                  "files": archive.files} | told))
    return path


def forged(path, members, files=None):
    """Write an archive by hand: members, and a manifest that fits them."""
    told = {member.name: [sha256(text).hexdigest(), len(text)] for member, text in members}
    record = {"made": "", "form": 1, "database": "none", "format": 1, "files": told if files is None else files}
    with tarfile.open(path, "w:gz") as tar:
        for member, text in [*members, (tarfile.TarInfo("manifest.json"), json.dumps(record).encode())]:
            member.size = len(text) if member.isreg() else 0
            tar.addfile(member, io.BytesIO(text))
    return path


def member(name, kind=tarfile.REGTYPE, target=""):
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


def test_what_is_written_is_read_and_unpacked(tmp_path):
    path = written(tmp_path / "one")
    manifest = checked(path)
    assert manifest.files["data/jobs/aa/best"] == [sha256(TEXT).hexdigest(), 300_000]
    assert manifest.size == 300_002
    (tmp_path / "target").mkdir()
    unpack(path, tmp_path / "target")
    assert (tmp_path / "target" / "data" / "jobs" / "aa" / "best").read_bytes() == TEXT
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "target").rglob("*")} == {0o600, 0o700}


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "data/../../evil", "data//evil", "./data/evil", "evil",
                                  "data", "data/./evil", "manifest.json/evil", "DATA/evil"])
def test_a_path_that_leads_out_is_refused(name, tmp_path):
    with pytest.raises(ExplorerError, match="no whole backup"):
        checked(forged(tmp_path / "one", [(member(name), b"x")]))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_what_is_no_plain_file_is_refused(kind, tmp_path):
    with pytest.raises(ExplorerError, match="no whole backup"):
        checked(forged(tmp_path / "one", [(member("data/x", kind, "/etc/passwd"), b"")], files={}))


def test_a_file_twice_or_one_too_many_or_too_few_is_refused(tmp_path):
    one = (member("data/x"), b"x")
    good = {"data/x": [sha256(b"x").hexdigest(), 1]}
    assert checked(forged(tmp_path / "good", [one], good)).size == 1
    for members, files in (([one, one], good), ([one], {}), ([], good), ([one], {"data/x": ["0" * 64, 1]})):
        with pytest.raises(ExplorerError, match="no whole backup"):
            checked(forged(tmp_path / "bad", members, files))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.999])
def test_one_that_is_cut_is_refused_wherever_that_is(share, tmp_path):
    whole = written(tmp_path / "one").read_bytes()
    (tmp_path / "cut").write_bytes(whole[:int(share * len(whole))])
    with pytest.raises(ExplorerError, match=r"cut is no whole backup.*Nothing was changed"):
        checked(tmp_path / "cut")


def test_a_changed_byte_is_found_wherever_it_is(tmp_path):
    whole = gzip.decompress(written(tmp_path / "one").read_bytes())
    for place in (1600, 200_000, whole.index(b"database.sqlite") + 2, whole.index(b"2026-01-01") - 30):
        changed = bytearray(whole)
        changed[place] ^= 1
        (tmp_path / "bad").write_bytes(gzip.compress(bytes(changed), 1))
        with pytest.raises(ExplorerError, match="no whole backup"):
            checked(tmp_path / "bad")


@pytest.mark.parametrize("text", [b"", b"PK\3\4 a ZIP", gzip.compress(b"no tar", mtime=0), b"\x1f\x8b"],
                         ids=["empty", "ZIP", "no tar", "cut"])
def test_another_kind_of_file_is_refused(text, tmp_path):
    (tmp_path / "other").write_bytes(text)
    with pytest.raises(ExplorerError, match="other is no whole backup"):
        checked(tmp_path / "other")


def test_a_file_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(ExplorerError, match="No such file"):
        checked(tmp_path / "none")


def test_a_newer_format_is_told_of_in_its_own_words(tmp_path):
    with pytest.raises(ExplorerError, match=r"format 2, which a newer version.*reads format 1"):
        checked(written(tmp_path / "one", format=2))
