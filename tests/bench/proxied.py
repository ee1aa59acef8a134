"""Authorised renditions behind nginx, whose bytes it sends itself, beside the same file as nginx sends it to anyone."""

import asyncio
import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.bench.shape import Server, Shape, free_port
from tests.bench.table import Row
from tests.bench.thumbs import rate, request
from tests.bench.walls import WEB

FIGURE = "authorised thumbnails a second behind nginx / nginx static"
MUST, AIM = 0.3, 0.5
PLACES = "/usr/sbin:/usr/local/sbin"
OURS = Path(__file__).resolve().parent.parent.parent / "docker" / "nginx.conf"
CONFIG = """
daemon off; pid {folder}/nginx.pid; error_log stderr warn; worker_processes auto; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{plain}; location /plain/ {{ alias {files}/; }} }}
  {ours}
}}
"""


def rows(shape: Shape) -> list[Row]:
    path = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:{PLACES}")
    found = shape.inside("links")
    if path is None or not found["links"]:
        return [Row(FIGURE, "nginx is not on this machine" if path is None else "no rendition was made")]
    folder = shape.folder / "nginx"
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        web, nginx = Server("web-behind", folder), Server("nginx", folder)
        for server in (nginx, web):
            stack.callback(server.stop)
        web.launch(
            [sys.executable, *WEB, "--port", str(web.port)], shape.environment | {"X_ACCEL_PREFIX": "/protected"}
        )
        plainly = f"http://127.0.0.1:{free_port()}"
        text = config(
            folder, web=web.port, port=nginx.port, plain=int(plainly.rpartition(":")[2]), files=found["folder"]
        )
        (folder / "nginx.conf").write_text(text)
        nginx.launch([path, "-c", str(folder / "nginx.conf")], os.environ)
        plain = asyncio.run(rate(plainly, [request(plainly, f"/plain/{name}") for name in found["files"]]))
        ours = asyncio.run(rate(nginx.url, [request(nginx.url, link) for link in found["links"]]))
    return [told_of(ours, plain)]


def config(folder: Path, *, web: int, port: int, plain: int, files: str) -> str:
    """The documented one, at this bench's addresses, and a server that gives the same files to anyone."""
    ours = (
        OURS.read_text()
        .replace("127.0.0.1:8000", f"127.0.0.1:{web}")
        .replace("listen 80;", f"listen 127.0.0.1:{port};")
    )
    ours = ours.replace("/data/files", files.rstrip("/")).replace("/var/cache/nginx/links", f"{folder}/links")
    user = "user root;" if os.geteuid() == 0 else ""
    return CONFIG.format(folder=folder, user=user, plain=plain, files=files.rstrip("/"), ours=ours)


def told_of(ours: float, plain: float) -> Row:
    ratio = ours / plain if plain else 0.0
    rates = f"{ours:,.0f} of {plain:,.0f}"
    return Row(FIGURE, f"{ratio:.2g}", rates, f"≥ {MUST}", f"≥ {AIM}", ratio < MUST)
