"""A bucket of S3 is filled by several processes, and by a build that goes on after a stop."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from fakes.catalogues import NAMES, SIX, write_catalogue

from audioguide.cache import Cache
from audioguide.catalogue.build import build_catalogue, states_of
from audioguide.catalogue.remote import RemoteFolder

pytest.importorskip("s3fs")
moto = pytest.importorskip("moto.server")


@pytest.mark.real
@pytest.mark.filterwarnings("ignore")  # those of moto and botocore
def test_two_processes_fill_a_bucket_and_go_on_after_a_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        file, cache = write_catalogue(tmp_path, f"{SIX}format: flac\n"), Cache(tmp_path / "cache")
        build_catalogue(str(file), tmp_path / "folder", cache, workers=1)
        bucket = RemoteFolder("s3://publisher/massage")

        def stopped(what: str, done: int, _of: int, _at: str) -> None:
            if (what, done) == ("making", 2):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            build_catalogue(str(file), bucket.address, cache, workers=2, progress=stopped)
        made = list(states_of(str(file), bucket.address, cache, workers=1).values()).count("made")
        assert 2 <= made < len(NAMES)
        assert not bucket.exists("index.json")
        assert build_catalogue(str(file), bucket.address, cache, workers=2)["made"] == made
        index = bucket.beginning("index.json", 1_000_000)
        assert index == (tmp_path / "folder" / "index.json").read_bytes()
        for one in json.loads(index)["sessions"]:
            assert sha256(bucket.beginning(one["file"], 10_000_000) or b"").hexdigest() == one["sha256"]
    finally:
        server.stop()
