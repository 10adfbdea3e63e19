"""The apps behind one door: Voila with our pages, and nothing else of what it could serve.

`/` leads to the first app, each app stands at its own name, and only apps are served: not the analysts' notebooks, not
the folder's listing, not the files beside them. No configuration file is read; all that is decided stands here.
"""

import errno
import hashlib
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import tornado.ioloop
import tornado.web
import voila
import yaml
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from tornado.httputil import HTTPServerRequest, url_concat
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.utils import get_voila_labextensions_path

from workbench.io import resources
from workbench.io.failure import Failure
from workbench.io.workspace import Settings, Workspace

TEMPLATE = "penataan"
# Order of the menu; an app is there when its notebook is.
APPS = ("pimpinan", "penempatan", "pelatihan", "struktur", "lokakarya", "laporan", "data")
FIRST = "penempatan"
# Leaving a page stops its kernel; this is for pages that could not say good-bye. Seconds.
IDLE, LOOK = 600, 60
# What libraries say at every page and means nothing here: pages carry no output to trust, and tornado reads as seconds
# what jupyter_server means as milliseconds.
NOISE = ("is not trusted", "websocket_ping_timeout")
CARRIED = ("skenario", "lang")
# What a browser needs of JupyterLab to draw widgets.
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]


@dataclass(frozen=True)
class Site:
    """What is served, and how it introduces itself. `actor_header` is set only behind a proxy that is trusted."""

    notebooks: Path
    template: Path
    bundles: Path
    home: Path
    port: int = 8866
    ip: str = "localhost"
    actor_header: str | None = None

    @property
    def apps(self) -> tuple[str, ...]:
        return tuple(app for app in APPS if (self.notebooks / f"{app}.ipynb").is_file())

    @property
    def local(self) -> bool:
        return self.ip in ("localhost", "127.0.0.1", "::1")

    @property
    def address(self) -> str:
        return f"http://{'localhost' if self.local else self.ip}:{self.port}"


STOPPED = "Halaman ini berhenti; langkah yang tersimpan tetap aman. Rinciannya ada pada catatan server."


class PortBusy(Failure):
    """Somebody listens on this port already."""


def serve(site: Site, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve until stopped; `ready` hears the address once it answers. Raises `PortBusy`."""
    if FIRST not in site.apps:
        raise Failure(f"{site.notebooks} tidak memuat {FIRST}.ipynb; pasang ulang penataan.")
    os.environ["PENATAAN_HOME"] = str(site.home)
    # Voila finds templates only along this path; ours travels with the package.
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(site.template), os.environ.get("JUPYTER_PATH")]))
    # The header's variable is believed only when it was asked for; see widgets.apps.who.
    os.environ.pop("PENATAAN_ACTOR_HEADER", None)
    if site.actor_header:
        os.environ["PENATAAN_ACTOR_HEADER"] = site.actor_header
    # A kernel that may not write bytecode compiles everything at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    server = Server(config=configuration(site))
    server.site, server.ready = site, ready
    for log in (server.log, logging.getLogger("tornado.general")):
        log.addFilter(lambda entry: not any(noise in entry.getMessage() for noise in NOISE))
    server.initialize([])
    # Compiled meanwhile, so that the first visitor's first lock need not wait for it.
    quiet = subprocess.DEVNULL
    rehearsal = subprocess.Popen([sys.executable, "-m", REHEARSAL], stdout=quiet, stderr=quiet)
    try:
        server.start()
    finally:
        rehearsal.kill()


REHEARSAL = "workbench.placement.engine.rehearsal"


def configuration(site: Site) -> Config:
    """Everything that Voila is told, in one place."""
    return Config(
        {
            "Application": {"log_level": 30},
            "Voila": {
                "config_file_paths": [],
                "ip": site.ip,
                "open_browser": False,
                "port": site.port,
                "port_retries": 0,
                "root_dir": str(site.notebooks),
            },
            "VoilaConfiguration": {
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "extension_allowlist": EXTENSIONS,
                "file_allowlist": [],
                "page_config_hook": place_of_static_files(site),
                "http_header_envs": [site.actor_header] if site.actor_header else [],
                "prelaunch_hook": frame(site),
                "show_tracebacks": False,
                "template": TEMPLATE,
            },
            "VoilaExecutor": {"cell_error_instruction": STOPPED},
            "VoilaExporter": {"language_code": "id"},
            # Between server and kernel: sockets of the file system, which no other user can listen to.
            "KernelManager": {"transport": "ipc" if os.name == "posix" else "tcp"},
            "MappingKernelManager": {"cull_idle_timeout": IDLE, "cull_interval": LOOK, "cull_connected": False},
        }
    )


def frame(site: Site) -> Callable[..., None]:
    """Puts into a page's metadata what its frame shows of the request; the template reads nothing else."""

    def prepare(handler: "AppHandler", notebook: nbformat.NotebookNode, cwd: str) -> None:
        query = {name: value for name in CARRIED if (value := handler.get_query_argument(name, ""))}
        agency, fictional = introduction(site.home)
        notebook.metadata["title"] = f"{handler.app.capitalize()} · Penataan ASN"
        notebook.metadata["penataan"] = {
            "actor": actor_of(handler.request, site.actor_header),
            "agency": agency,
            "app": handler.app,
            "apps": list(site.apps),
            "fictional": fictional,
            "lang": "en" if query.get("lang") == "en" else "id",
            "query": url_concat("", query),
            "script": url_path_join(handler.base_url, "voila/static", version(site), "page.js"),
        }

    return prepare


def place_of_static_files(site: Site) -> Callable[..., dict[str, Any]]:
    """Tells the page where the front end stands: under a name that changes with it, so that browsers may keep it."""

    def placed(page: dict[str, Any], **about: Any) -> dict[str, Any]:
        return page | {"fullStaticUrl": url_path_join(about["base_url"], "voila/static", version(site))}

    return placed


@cache
def version(site: Site) -> str:
    """Names the front end that is served: Voila's and our own."""
    told = hashlib.sha256(voila.__version__.encode())
    for path in sorted(site.bundles.iterdir()):
        told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()[:12]


def introduction(home: Path) -> tuple[str, bool]:
    """Whose pages these are, and whether their data are invented; a page must appear even where there is no data."""
    try:
        settings = Workspace.open(home).settings
    except Failure:
        settings = Settings()
    if settings.agency:
        return settings.agency, settings.fictional
    letterhead = yaml.safe_load(resources.resource("data", "policy", "kop.yaml").read_text("utf-8"))
    return str(letterhead["badan"]).title(), settings.fictional


def actor_of(request: HTTPServerRequest, header: str | None) -> str:
    """Who asks: the trusted proxy's word, else the name that this server was started with, else nobody yet."""
    return (request.headers.get(header, "") if header else "") or os.environ.get("PENATAAN_ACTOR", "")


class Server(Voila):
    """Voila with only our doors."""

    name = "voila"
    site: Site
    ready: Callable[[str], None]

    def setup_template_dirs(self) -> None:
        super().setup_template_dirs()
        self.static_paths.append(str(self.site.bundles))

    def init_settings(self) -> dict[str, Any]:
        # Set here and not as `tornado_settings`, which Voila applies after tornado has read what it compresses.
        # Only a local server can know which names are its own; behind a proxy that is the proxy's work.
        settings = {"compress_response": True, "allow_remote_access": not self.site.local}
        return super().init_settings() | settings

    def init_handlers(self) -> list[Any]:
        kernel = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
        apps = "|".join(self.site.apps)
        extensions = get_voila_labextensions_path(self.voila_configuration.extra_labextensions_path)
        asks = {"voila_configuration": self.voila_configuration}
        app = {"template_paths": self.template_paths, "config": self.config} | asks
        doors: list[tuple[Any, ...]] = [
            (r"/", tornado.web.RedirectHandler, {"url": url_path_join(self.base_url, FIRST), "permanent": False}),
            (rf"/(?P<app>{apps})", AppHandler, app),
            (r"/siap", ReadyHandler),
            (rf"/api/kernels/{kernel}", KernelHandler),
            (rf"/api/kernels/{kernel}/channels", VoilaKernelWebsocketHandler),
            (rf"/voila/api/shutdown/{kernel}", LeaveHandler),
            (r"/voila/templates/(.*)", TemplateStaticFileHandler),
            (rf"/voila/static/{version(self.site)}/(.*)", KeptFileHandler, {"paths": self.static_paths}),
            (r"/voila/labextensions/(.*)", HashedFileHandler, {"path": extensions}),
            (r"/.*", MissingHandler, asks),
        ]
        return [(url_path_join(self.server_url, path), *rest) for path, *rest in doors]

    def listen(self) -> None:
        try:
            self.app.listen(self.port, self.ip)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise PortBusy(
                f"Porta {self.port} tidak dapat dipakai ({os.strerror(error.errno)}); pilih yang lain dengan --port."
            ) from error
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.add_callback(self.ready, self.site.address)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()


class AppHandler(TornadoVoilaHandler):
    """One app at its own name; its query string is all that a visitor can choose."""

    app: str

    @tornado.web.authenticated
    async def get(self, app: str) -> None:
        self.app = app
        self.notebook_path = f"{app}.ipynb"
        async for html in self.get_generator():
            self.write(html)
            await self.flush()

    @property
    def content_security_policy(self) -> str:
        """The browser itself refuses whatever would leave this server."""
        host = re.sub(r"[^\w.:\[\]-]", "", self.request.host)
        return "; ".join(
            [
                "default-src 'self'",
                # Widgets come as modules in blobs; JupyterLab compiles its schemas.
                "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                f"connect-src 'self' ws://{host} wss://{host}",
                "form-action 'self'",
                "base-uri 'self'",
                "object-src 'none'",
                "frame-ancestors 'self'",
            ]
        )


class ReadyHandler(tornado.web.RequestHandler):
    """Says that the server answers; for scripts that wait for it."""

    def get(self) -> None:
        self.write("siap\n")


class LeaveHandler(VoilaShutdownKernelHandler):
    """A page that is left stops its kernel. Browsers send this good-bye without Voila's token, so it was refused."""

    def check_xsrf_cookie(self) -> None:
        """The kernel's id is the secret; `prepare` has compared the origin."""

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        if kernel_id in self.kernel_manager:
            await super().post(kernel_id)
        self.set_status(204)


KEEP = "public, max-age=31536000, immutable"


class KeptFileHandler(MultiStaticFileHandler):
    """Files under a name that changes with them."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", KEEP)


class HashedFileHandler(FileFindHandler):
    """Front-end files of which most carry a hash in their name."""

    def set_extra_headers(self, path: str) -> None:
        if re.search(r"\.[0-9a-f]{16,}\.js", path):
            self.set_header("Cache-Control", KEEP)


class MissingHandler(BaseVoilaHandler):
    """Whatever is not an app."""

    def get(self) -> None:
        raise tornado.web.HTTPError(404)
