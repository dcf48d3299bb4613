"""Settings of files: what they may hold, and what belongs together."""

import pytest
from pydantic import ValidationError

from domain.errors import ConfigurationError
from duralogue.wiring.files import s3_place, scanner
from infra.file_settings import FileSettings
from infra.settings import Settings

STORAGE = {"files_s3_url": "https://s3.example", "files_s3_key_id": "id", "files_s3_key": "secret"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"files_s3_url": "s3.example"},
        {"files_s3_url": "https://key:secret@s3.example"},
        {"files_s3_url": "https://s3.example/bucket"},
        {"files_s3_bucket": "Not A Bucket"},
        {"clamd_address": "clamav"},
        {"clamd_address": "unix:clamd.sock"},
    ],
)
def test_a_wrong_setting_is_refused(wrong: dict[str, str]) -> None:
    """
    At the start, and not with a customer's first file.
    """
    with pytest.raises(ValidationError):
        FileSettings.model_validate(wrong)


def test_a_storage_needs_its_key() -> None:
    """
    Half of it would be found out by a customer.
    """
    place = s3_place(Settings.model_validate(STORAGE))
    assert place is not None
    assert (place.url, place.bucket) == ("https://s3.example", "duralogue-files")
    assert "secret" not in repr(place)
    assert s3_place(Settings()) is None
    for left_out in ("files_s3_key_id", "files_s3_key"):
        half = {name: value for name, value in STORAGE.items() if name != left_out}
        with pytest.raises(ConfigurationError, match="FILES_S3_KEY_ID and FILES_S3_KEY"):
            s3_place(Settings.model_validate(half))


@pytest.mark.parametrize("address", ["clamav:3310", "[::1]:3310", "unix:/run/clamav/clamd.sock"])
def test_a_scanner_is_where_it_is_said_to_be(address: str) -> None:
    """
    Unset, nobody scans.
    """
    assert scanner(Settings.model_validate({"clamd_address": address})) is not None
    assert scanner(Settings()) is None
