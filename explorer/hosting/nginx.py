"""The configuration of the nginx before the app, from the layout: the same for containers and for one machine."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from string import Template

from explorer.hosting import layout as limits
from explorer.hosting.layout import PORT, PROCESSES, VOLUMES, Site, largest_upload
from explorer.runtime import size_text

TEMPLATE = Path(__file__).with_name("nginx.template")
SAYS = "Written by python -m explorer.hosting nginx; change the layout or the template, not this."
TOO_LARGE = "This server takes files of up to {most}. Choose a smaller one."
AWAY = ("<!doctype html><meta charset=utf-8><meta http-equiv=refresh content=5><title>CNN Explorer</title>"
        "<p>The CNN Explorer is being started. This page tries again by itself.</p>"
        "<p lang=ko>CNN Explorer를 시작하고 있어요. 이 페이지가 알아서 다시 열려요.</p>")
"""What browsers show while no process answers. It stands before the app, which knows a reader's language."""


class _Blanks(Template):
    """A text whose blanks are written ``%{name}``: nginx has a use for dollars."""

    delimiter = "%"


def nginx_conf(site: Site, folder: Path | str, access_log: str, out: Iterable[int] = ()) -> str:
    """Return the text of ``nginx.conf``.

    Args:
        site: the instance.
        folder: where nginx may write.
        access_log: file of the log of requests, without addresses of readers.
        out: numbers of processes that get no requests, since they are about to end.
    """
    return _Blanks(TEMPLATE.read_text(encoding="utf-8")).substitute(
        says=SAYS, folder=folder, access_log=access_log, processes=site.processes, path=site.path,
        reader_cookie=limits.READER_COOKIE, process_cookie=limits.PROCESS_COOKIE,
        process_cookie_s=limits.PROCESS_COOKIE_S, read_s=limits.READ_S, connect_s=limits.CONNECT_S,
        idle_s=limits.IDLE_S, upload_bytes=largest_upload() + limits.MULTIPART_BYTES, away=AWAY,
        too_large=TOO_LARGE.format(most=size_text(largest_upload())), server_name=site.server_name,
        packed=site.packed,
        **_upstreams(site, frozenset(out)), **_listening(site))


def _upstreams(site: Site, out: frozenset[int]) -> dict[str, str]:
    """Return who serves, and how a reader's cookie names one of them."""
    def server(number: int) -> str:
        less = " down" if number in out else f" max_fails=1 fail_timeout={limits.FAILED_S}s"
        return f"server {site.process(number)}{less};"

    def lines(line: Callable[[int], str]) -> str:
        return "\n".join(f"    {line(number)}" for number in site.numbers)

    single = "\n".join(f"  upstream process_{number} {{\n    zone process_{number} 64k;\n    {server(number)}\n"
                       f"    keepalive 32;\n    keepalive_timeout {limits.IDLE_S}s;\n  }}" for number in site.numbers)
    def answered(number: int) -> str:
        """Of several that were asked in turn, the last one answered."""
        return rf'"~*^websocket\|(.*[ ,])?{re.escape(site.process(number))}$" {number};'

    return {"servers": lines(server), "single": single,
            "chosen": lines(lambda number: f'"{number}" process_{number};'),
            "answered": lines(answered)}


def _listening(site: Site) -> dict[str, str]:
    """Return where readers come in, by what protocol, and who may read the metrics."""
    where = f"{site.address}:" if site.address else ""
    tls = [] if not site.certificate else [
        f"ssl_certificate {site.certificate};", f"ssl_certificate_key {site.key};",
        "ssl_protocols TLSv1.2 TLSv1.3;", "ssl_session_cache shared:tls:5m;", "ssl_session_tickets off;"]
    port = "" if site.port == 443 else f":{site.port}"
    plain = [] if not site.plain_port else [
        "  server {", f"    listen {where}{site.plain_port};", f"    server_name {site.server_name};",
        f"    return 301 https://$host{port}$request_uri;", "  }"]
    root = [] if not site.base else [
        f"    location = / {{ return 302 {site.path}/; }}",
        f"    location = {site.path} {{ return 301 {site.path}/$is_args$args; }}",
        "    location / { return 404; }"]
    may_read = [*(f"      allow {one};" for one in site.metrics_from), "      deny all;"]
    return {"listen": f"{where}{site.port}{' ssl http2' if site.certificate else ''}",
            "tls": "\n".join(f"    {line}" for line in tls), "plain": "\n".join(plain), "root": "\n".join(root),
            "may_read": "\n".join(may_read)}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what readers see of an instance."""
    parser.add_argument("--port", type=int, default=PORT, help="where readers come in (%(default)s)")
    parser.add_argument("--base", default="", help="path of the app on its host, such as cnn")
    parser.add_argument("--processes", type=int, default=PROCESSES, help="processes of the app (%(default)s)")
    parser.add_argument("--server-name", default="_", help="name of the host, such as cnn.example.edu")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"), default=("", ""), help="files, for HTTPS")
    parser.add_argument("--plain-port", type=int, default=0, help="port that sends plain HTTP on to HTTPS, such as 80")
    parser.add_argument("--metrics-from", nargs="+", default=["127.0.0.1"], metavar="ADDRESS",
                        help="addresses or networks that may read /metrics (%(default)s)")


def from_options(options: argparse.Namespace, **more: object) -> Site:
    """Return the instance that a command line asks for."""
    certificate, key = options.tls
    chosen = {"port": options.port, "base": options.base.strip("/"), "processes": options.processes,
              "server_name": options.server_name, "certificate": certificate, "key": key,
              "plain_port": options.plain_port, "metrics_from": tuple(options.metrics_from)}
    return Site(**{**chosen, **more})


def front(arguments: Sequence[str]) -> int:
    """Print what nginx needs in a container of its own, as ``compose.yaml`` has it."""
    parser = argparse.ArgumentParser(prog="python -m explorer.hosting nginx", description=front.__doc__)
    add_options(parser)
    sys.stdout.write(contained_conf(from_options(parser.parse_args(arguments), contained=True, address="")))
    return 0


def contained_conf(site: Site) -> str:
    """Return the text of ``nginx.conf`` in its container."""
    return nginx_conf(site, VOLUMES["front"], "/dev/stdout")
