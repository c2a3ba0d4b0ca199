"""torchvision's data sets from a server on this machine that has small ones of the same layout."""

from __future__ import annotations

import gzip
import hashlib
import io
import pickle
import struct
import tarfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.io import savemat
from torchvision import datasets

from explorer.errors import DataError, NetworkError
from explorer.training import SETS, download_set, is_here, open_set
from explorer.training.data.download import under_way
from explorer.training.data.published import files, home, waiting_room

RNG = np.random.default_rng(0)
DOWNLOADED = [entry.name for entry in SETS.values() if entry.downloaded]


class Handler(SimpleHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.gate.wait(20)
        super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture
def server(tmp_path):
    """Yield a server of the folder ``server.folder``; ``gate`` holds answers back, ``asked`` lists what was wanted."""
    folder = tmp_path / "published"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as serving:
        serving.folder, serving.asked, serving.gate = folder, [], threading.Event()
        serving.gate.set()
        serving.url = f"http://127.0.0.1:{serving.server_address[1]}/"
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield serving
        serving.gate.set()
        serving.shutdown()


@pytest.fixture
def publish(server, monkeypatch, configure):
    """Return ``publish(name)``, which makes a small data set and lets torchvision's class name the server."""
    def put(name):
        MAKERS[name](server, monkeypatch)
    return put


def md5(data):
    return hashlib.md5(data).hexdigest()


def tar(members):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return buffer.getvalue()


def jpeg(colour, size=(40, 30)):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def mnist(kind, server, monkeypatch):
    images = {part: RNG.integers(0, 256, (count, 28, 28), np.uint8) for part, count in (("train", 60), ("t10k", 20))}
    listed = []
    for part, values in images.items():
        labels = (np.arange(len(values)) % 10).astype(np.uint8)
        for name, head, content in ((f"{part}-images-idx3-ubyte.gz", (2051, len(values), 28, 28), values),
                                    (f"{part}-labels-idx1-ubyte.gz", (2049, len(values)), labels)):
            data = gzip.compress(struct.pack(f">{len(head)}i", *head) + content.tobytes())
            (server.folder / name).write_bytes(data)
            listed.append((name, md5(data)))
    monkeypatch.setattr(kind, "resources", listed)
    monkeypatch.setattr(kind, "mirrors", [server.url])


def cifar10(server, monkeypatch):
    batches = {f"data_batch_{number}": 20 for number in range(1, 6)} | {"test_batch": 30}
    members = {f"cifar-10-batches-py/{name}": pickle.dumps({"data": RNG.integers(0, 256, (count, 3072), np.uint8),
                                                            "labels": [row % 10 for row in range(count)]})
               for name, count in batches.items()}
    members["cifar-10-batches-py/batches.meta"] = pickle.dumps({"label_names": [f"kind {n}" for n in range(10)]})
    sums = {name.partition("/")[2]: md5(content) for name, content in members.items()}
    data = tar(members)
    (server.folder / "cifar.tar.gz").write_bytes(data)
    for field, value in (("url", server.url + "cifar.tar.gz"), ("tgz_md5", md5(data)),
                         ("train_list", [[name, sums[name]] for name in batches if name != "test_batch"]),
                         ("test_list", [["test_batch", sums["test_batch"]]]),
                         ("meta", {"filename": "batches.meta", "key": "label_names", "md5": sums["batches.meta"]})):
        monkeypatch.setattr(datasets.CIFAR10, field, value)


def flowers102(server, monkeypatch):
    colours = [tuple(int(value) for value in RNG.integers(0, 256, 3)) for _ in range(306)]
    content = {"102flowers.tgz": tar({f"jpg/image_{number:05d}.jpg": jpeg(colour)
                                      for number, colour in enumerate(colours, 1)})}
    numbers = np.arange(1, 307)
    for name, value in (("imagelabels.mat", {"labels": (numbers - 1) % 102 + 1}),
                        ("setid.mat", {"trnid": numbers[:102], "valid": numbers[102:204], "tstid": numbers[204:]})):
        buffer = io.BytesIO()
        savemat(buffer, value)
        content[name] = buffer.getvalue()
    for name, data in content.items():
        (server.folder / name).write_bytes(data)
    keys = dict(zip(("image", "label", "setid"), content, strict=True))
    monkeypatch.setattr(datasets.Flowers102, "_download_url_prefix", server.url)
    monkeypatch.setattr(datasets.Flowers102, "_file_dict",
                        {key: (name, md5(content[name])) for key, name in keys.items()})


def oxford_pets(server, monkeypatch):
    names = [f"{kind}_{number}" for kind in ("Abyssinian", "basset_hound") for number in range(30)]
    lines = [f"{name} {1 + (row >= 30)} 1 1" for row, name in enumerate(names)]
    listed = []
    for name, members in (
            ("images.tar.gz", {f"images/{name}.jpg": jpeg((250, 0, 0) if "_h" not in name else (0, 0, 250))
                               for name in names}),
            ("annotations.tar.gz", {"annotations/trainval.txt": "\n".join(lines[::2]).encode(),
                                    "annotations/test.txt": "\n".join(lines[1::2]).encode()})):
        data = tar(members)
        (server.folder / name).write_bytes(data)
        listed.append((server.url + name, md5(data)))
    monkeypatch.setattr(datasets.OxfordIIITPet, "_RESOURCES", tuple(listed))


MAKERS = {"mnist": partial(mnist, datasets.MNIST), "fashion_mnist": partial(mnist, datasets.FashionMNIST),
          "cifar10": cifar10, "flowers102": flowers102, "oxford_pets": oxford_pets}
READERS = {"mnist": datasets.MNIST, "fashion_mnist": datasets.FashionMNIST, "cifar10": datasets.CIFAR10,
           "flowers102": datasets.Flowers102, "oxford_pets": datasets.OxfordIIITPet}


@pytest.mark.parametrize("name", DOWNLOADED)
def test_a_downloaded_set_opens_with_torchvisions_parts(name, publish):
    publish(name)
    assert not is_here(name)
    started = download_set(name)
    assert started.outcome() == home(name)
    assert started.state == "done"
    assert is_here(name)
    assert not waiting_room(name).exists()
    data = open_set(name, 32, seed=0)
    assert data.train.images.shape[1:] == (3, 32, 32)
    assert len(data.val) > 0
    how = {"split": "test"} if name in {"flowers102", "oxford_pets"} else {"train": False}
    theirs = READERS[name](home(name), **how)
    assert data.test.labels.tolist() == [label for _, label in theirs]
    for row in range(0, len(theirs), 7):
        middle = np.array(theirs[row][0].convert("RGB")).reshape(-1, 3).mean(0)
        assert np.allclose(data.test.images[row].float().mean((1, 2)), middle, atol=6)


def test_pixels_of_the_stored_size_are_not_touched(publish):
    publish("cifar10")
    download_set("cifar10").outcome()
    theirs = datasets.CIFAR10(home("cifar10"), train=False)
    assert np.array_equal(open_set("cifar10", 32, seed=0).test.images.permute(0, 2, 3, 1).numpy(), theirs.data)


def test_names_of_classes_are_short(publish):
    publish("mnist")
    download_set("mnist").outcome()
    assert open_set("mnist", 28, seed=0).categories[:2] == ("zero", "one")


def test_photos_are_cropped_to_their_middle(publish):
    publish("oxford_pets")
    download_set("oxford_pets").outcome()
    data = open_set("oxford_pets", 24, seed=0)
    assert data.categories == ("Abyssinian", "Basset Hound")
    assert str(data.prepared).startswith("Each picture is cropped")
    hound = data.test.images[data.test.labels == 1]
    assert torch.all(hound[:, 2] > 240)


def test_all_who_ask_share_one_download(publish, server):
    publish("cifar10")
    server.gate.clear()
    first, second = download_set("cifar10"), download_set("cifar10")
    assert first is second is under_way("cifar10")
    server.gate.set()
    first.outcome()
    assert len(server.asked) == 1


def test_progress_counts_all_files_towards_the_announced_size(publish, server):
    publish("mnist")
    started = download_set("mnist")
    started.outcome()
    arrived = sum(path.stat().st_size for path in server.folder.iterdir())
    assert str(started.note) == f"MNIST: {arrived / 1000:.3g} kB of 12 MB"


def test_a_cancelled_download_leaves_no_set_behind(publish, server):
    publish("flowers102")
    server.gate.clear()
    started = download_set("flowers102")
    started.cancel()
    server.gate.set()
    with pytest.raises(NetworkError, match=r"Flowers-102 was cancelled\. Start it again"):
        started.outcome()
    assert started.state == "cancelled"
    assert not is_here("flowers102")
    assert download_set("flowers102").outcome() == home("flowers102")


def test_files_that_arrived_are_not_fetched_again(publish, server):
    publish("mnist")
    last = server.folder / "t10k-labels-idx1-ubyte.gz"
    content = last.read_bytes()
    last.unlink()
    with pytest.raises(NetworkError, match=r"t10k-labels-idx1-ubyte\.gz of MNIST did not arrive from 127\.0\.0\.1"):
        download_set("mnist").outcome()
    assert not is_here("mnist")
    last.write_bytes(content)
    server.asked.clear()
    download_set("mnist").outcome()
    assert server.asked == ["/t10k-labels-idx1-ubyte.gz"]


def test_what_has_another_hash_is_not_kept(publish, server):
    publish("cifar10")
    (server.folder / "cifar.tar.gz").write_bytes(b"something else")
    with pytest.raises(NetworkError, match="its MD5 is"):
        download_set("cifar10").outcome()
    assert list(waiting_room("cifar10").iterdir()) == []


def test_a_server_that_is_not_there_is_told_of(publish, server, monkeypatch):
    publish("cifar10")
    monkeypatch.setattr(datasets.CIFAR10, "url", "http://127.0.0.1:9/cifar.tar.gz")
    with pytest.raises(NetworkError, match="Check the internet connection"):
        download_set("cifar10").outcome()


@pytest.mark.parametrize("member", ["../escape.txt", "/escape.txt"])
def test_an_archive_that_points_out_of_its_folder_is_not_unpacked(member, publish, server, monkeypatch, tmp_path):
    publish("cifar10")
    data = tar({member: b"x"})
    (server.folder / "cifar.tar.gz").write_bytes(data)
    monkeypatch.setattr(datasets.CIFAR10, "tgz_md5", md5(data))
    if member.startswith("/"):
        download_set("cifar10").outcome()
    else:
        with pytest.raises(DataError, match="cannot be unpacked"):
            download_set("cifar10").outcome()
        assert not is_here("cifar10")
    assert [path for path in tmp_path.rglob("escape.txt") if home("cifar10") not in path.parents] == []


def test_a_damaged_set_says_how_to_get_it_again(publish):
    publish("cifar10")
    download_set("cifar10").outcome()
    (home("cifar10") / "cifar-10-batches-py" / "test_batch").write_bytes(b"not what torchvision knows")
    with pytest.raises(DataError, match=r"CIFAR-10 is damaged .* download it again"):
        open_set("cifar10", 32, seed=0)


def test_a_set_that_is_not_here_says_so(configure):
    with pytest.raises(DataError, match=r"CIFAR-10 \(170 MB\) is not on this server"):
        open_set("cifar10", 32, seed=0)


def test_a_server_that_downloads_nothing_says_so(configure):
    configure(downloads="off")
    with pytest.raises(NetworkError, match="This server downloads nothing"):
        download_set("mnist")


@pytest.mark.parametrize("name", ["digits", "imagenet", "upload/" + "a" * 64])
def test_only_what_is_published_is_downloaded(name, configure):
    with pytest.raises(DataError, match="Choose one of: mnist"):
        download_set(name)


@pytest.mark.parametrize("name", DOWNLOADED)
def test_addresses_and_hashes_are_those_of_the_installed_torchvision(name):
    found = files(name)
    assert found
    assert all(file.url.startswith(("https://", "http://")) and len(file.md5) == 32 for file in found)
