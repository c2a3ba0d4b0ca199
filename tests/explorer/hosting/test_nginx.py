"""What nginx is told, and that nginx understands it."""

from __future__ import annotations

import re
import subprocess

import pytest

from explorer.hosting.__main__ import main
from explorer.hosting.layout import ROOT, Site, largest_upload
from explorer.hosting.nginx import contained_conf, nginx_conf
from tests.explorer.hosting.conftest import nginx_program


def told(tmp_path, out=(), **more) -> str:
    return nginx_conf(Site(**more), tmp_path / "nginx", str(tmp_path / "requests.log"), out)


@pytest.fixture
def certificate(tmp_path) -> tuple[str, str]:
    files = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                    "/CN=cnn.example.edu", "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


@pytest.mark.parametrize("more", [{}, {"base": "cnn"}, {"base": "a/b", "processes": 1}, {"contained": True}])
def test_nginx_takes_the_configuration(more, tmp_path):
    assert_sound(told(tmp_path, **more), tmp_path)


def test_nginx_takes_it_with_tls_and_sends_plain_http_on(certificate, tmp_path):
    text = told(tmp_path, certificate=certificate[0], key=certificate[1], port=443, plain_port=80,
                server_name="cnn.example.edu")
    assert "return 301 https://$host$request_uri;" in text
    assert "listen 127.0.0.1:443 ssl http2;" in text
    assert_sound(text, tmp_path)


def assert_sound(text: str, folder) -> None:
    (folder / "nginx").mkdir(exist_ok=True)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    answer = subprocess.run([nginx_program(), "-t", "-e", "stderr", "-c", str(folder / "nginx.conf")],
                            capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def test_a_process_that_is_taken_out_gets_nothing_and_the_others_do(tmp_path):
    text = told(tmp_path, out=[2], port=9000)
    assert len(re.findall(r"server 127\.0\.0\.1:9002 down;", text)) == 3
    assert "9001 down" not in text
    assert "9003 down" not in text


def test_a_file_of_the_largest_size_fits_with_its_form_around_it(tmp_path):
    most = int(re.search(r"upload_file/ \{\s+client_max_body_size (\d+);", told(tmp_path))[1])
    assert largest_upload() < most <= largest_upload() + 2**20


@pytest.mark.parametrize(("base", "path"), [("", "/"), ("cnn", "/cnn/")])
def test_the_cookie_of_the_process_belongs_to_the_path_of_the_app(base, path, tmp_path):
    assert f"explorer_process=$number; Path={path};" in told(tmp_path, base=base)


def test_only_those_who_are_named_read_the_metrics(tmp_path):
    text = told(tmp_path, metrics_from=("10.0.0.0/8", "127.0.0.1"))
    assert text.count("allow 10.0.0.0/8;\n      allow 127.0.0.1;\n      deny all;") == 2


def test_the_file_that_compose_mounts_is_what_the_layout_says():
    kept = (ROOT / "explorer" / "hosting" / "nginx.conf").read_text(encoding="utf-8")
    assert kept == contained_conf(Site(contained=True, address=""))


def test_the_command_prints_it(capsys):
    assert main(["nginx", "--base", "/cnn/", "--processes", "2"]) == 0
    said = capsys.readouterr().out
    assert "location /cnn/ {" in said
    assert "server 172.30.19.12:8501 max_fails=1" in said
    assert "172.30.19.13" not in said


def test_a_wrong_option_ends_with_a_sentence(capsys):
    assert main(["nginx", "--base", "c nn"]) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_the_readme_speaks_of_options_that_there_are(capsys):
    spoken = set(re.findall(r"`?(--[a-z-]+)[ `]", (ROOT / "explorer" / "hosting" / "README.md").read_text("utf-8")
                            .split("| option |")[1].split("\n\n")[0]))
    with pytest.raises(SystemExit):
        main(["nginx", "--help"])
    assert spoken
    assert spoken <= set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
