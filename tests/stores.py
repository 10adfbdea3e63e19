"""The stores that a ledger can be kept in on this machine, as fixtures: `pytest_plugins = ("stores",)`."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa


def _found(name: str) -> str | None:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(debian[-1]) if debian else None)


INITDB, POSTGRES = _found("initdb"), _found("postgres")
# Where there is no server (or no driver), the tests run on SQLite alone.
SERVER = bool(INITDB and POSTGRES and importlib.util.find_spec("psycopg"))
STORES = ["sqlite", *(["postgresql"] if SERVER else [])]


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL of our own on a socket in a temporary directory, as a child without privileges."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    child = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(home, "nobody")
        child |= {"user": "nobody", "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}
    data = home / "data"
    subprocess.run(
        [INITDB, "-D", data, "-U", "penataan", "-A", "trust", "-E", "UTF8", "--no-sync"], check=True, **child
    )
    settings_of = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40"]
    process = subprocess.Popen([POSTGRES, "-D", data, "-k", home, *settings_of], **child)
    url = sa.URL.create("postgresql+psycopg", "penataan", database="postgres", query={"host": str(home)})
    try:
        _wait_for(url)
        yield url
    finally:
        process.send_signal(signal.SIGINT)  # "fast": does not wait for clients
        process.wait(timeout=60)
        shutil.rmtree(home)


def _wait_for(url: sa.URL) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            with sa.create_engine(url, poolclass=sa.NullPool).connect():
                return
        except sa.exc.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(params=STORES)
def url(request, tmp_path):
    """An empty store, once for each kind that this machine has."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    server = request.getfixturevalue("server")
    name = f"t{secrets.token_hex(6)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    return server.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string()
