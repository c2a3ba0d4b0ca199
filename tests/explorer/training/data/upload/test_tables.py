"""Tables beside the pictures, as spreadsheets and data sets write them; Python's csv reads them independently."""

from __future__ import annotations

import pytest

from explorer.training.data.upload.tables import classes_in

PATHS = [("images", "1.jpg"), ("images", "2.jpg"), ("images", "new", "3.PNG")]
EXPECTED = {0: "cat", 1: "dog", 2: "cat"}


def read(text, where=("labels.csv",), paths=PATHS, encoding="utf-8"):
    return classes_in({where: text.encode(encoding)}, paths)


@pytest.mark.parametrize("text", [
    "file,class\n1.jpg,cat\n2.jpg,dog\n3.PNG,cat\n",
    "id,breed\n1,cat\n2,dog\n3,cat\n",  # Kaggle, dog-breed-identification
    "1.jpg;cat\r\n2.jpg;dog\r\n3.PNG;cat\r\n",
    "label\tsize\tfilename\ncat\t5\timages/1.jpg\ndog\t5\timages/2.jpg\ncat\t5\timages\\new\\3.PNG\n",
    "\ufefffile,width,Class Name\n./images/1.jpg,9,cat\n./images/2.jpg,9,dog\n,,\nnew/3.PNG,9,cat\n",
    'file,class\n"1.jpg","cat"\n"2.jpg", dog \n3.PNG,cat\n4.jpg,owl\n',
])
def test_tables_of_many_programs_are_read(text):
    assert read(text) == EXPECTED
    assert read(text, ("images", "labels.csv")) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949"])
def test_a_table_may_be_in_the_encoding_of_its_country(encoding):
    assert read("파일,종류\n1.jpg,고양이\n2.jpg,강아지\n", encoding=encoding) == {0: "고양이", 1: "강아지"}


def test_the_same_name_in_several_folders_needs_the_folder():
    paths = [("a", "1.jpg"), ("b", "1.jpg")]
    assert read("1.jpg,cat\n", paths=paths) == {}
    assert read("1.jpg,cat\n", ("b", "labels.csv"), paths) == {1: "cat"}
    assert read("a/1.jpg,cat\nb/1.jpg,dog\n", paths=paths) == {0: "cat", 1: "dog"}


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n", "1.jpg\n2.jpg\n", "\0" * 99, '"', "1.jpg,\n", "x" * 10**6,
                                  '"' + "y" * 200_000, ",".join("z" * 3 for _ in range(9999))])
def test_other_texts_name_nothing(text):
    assert read(text) == {}


def test_many_pictures_of_one_name_cost_no_time():
    paths = [(str(folder), "0.jpg") for folder in range(5000)]
    assert read("0.jpg,cat\n" * 5000, paths=paths) == {}
