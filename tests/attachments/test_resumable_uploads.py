"""Files sent in pieces over tus 1.0: nothing is lost, mixed up, counted twice or taken without the tray's token."""

import base64
import hashlib
import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from attachments import storage, uploads
from attachments.limits import MAX_FILE_BYTES, MAX_OPEN_UPLOADS, MEBIBYTE
from attachments.models import Attachment, Tray, Upload
from attachments.receive import new_tray
from attachments.states import FileState, Outcome, Refusal
from attachments.sweeping import remove_orphans
from attachments.tray_tokens import read_token, token_for
from operations.log_lines import mask_tokens
from tests.attachments.uploading import MadeOnTheWay

pytestmark = pytest.mark.django_db

TUS: dict[str, Any] = {"HTTP_TUS_RESUMABLE": "1.0.0"}
BYTES = os.urandom(600_000)


@pytest.fixture
def tray() -> Tray:
    return new_tray(now=timezone.now())


@pytest.fixture
def endpoint(tray: Tray) -> str:
    return f"/uploads/{token_for(tray_id=tray.id, limit=2)}/"


def named(name: str) -> dict[str, Any]:
    """The header that tells a file's name."""
    return {"HTTP_UPLOAD_METADATA": f"filename {base64.b64encode(name.encode()).decode()}"}


def announce(client: Client, endpoint: str, *, name: str = "passport.jpg", length: int = len(BYTES)) -> Any:
    return client.post(endpoint, **TUS, **named(name), HTTP_UPLOAD_LENGTH=str(length))


def begin(client: Client, endpoint: str, **announced: Any) -> str:
    answer = announce(client, endpoint, **announced)
    assert answer.status_code == 201
    return str(answer.headers["Location"]).removeprefix("http://testserver")


def patch(client: Client, where: str, offset: int, body: bytes, **headers: Any) -> Any:
    kind = "application/offset+octet-stream"
    headers |= {"HTTP_UPLOAD_OFFSET": str(offset), "CONTENT_TYPE": kind}
    return client.generic("PATCH", where, body, kind, **TUS, **headers)


def ask(client: Client, where: str) -> Any:
    return client.head(where, **TUS)


def test_a_file_in_three_pieces_becomes_one_row_with_the_same_bytes(client: Client, endpoint: str, tray: Tray) -> None:
    where = begin(client, endpoint)
    for start in (0, 200_000, 400_000):
        answer = patch(client, where, start, BYTES[start : start + 200_000])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(start + 200_000))
    assert answer.headers["Upload-Outcome"] == "kept"
    file = Attachment.objects.get(tray=tray)
    assert (file.name, file.size, file.state) == ("passport.jpg", len(BYTES), FileState.QUEUED)
    assert file.sha256 == hashlib.sha256(BYTES).hexdigest()
    assert storage.quarantine_path(file.id).read_bytes() == BYTES
    assert not storage.incoming_path(file.id).exists()


def test_what_it_can_do_is_told_to_any_client(client: Client, endpoint: str) -> None:
    answer = client.options(endpoint)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == str(MAX_FILE_BYTES)
    assert answer.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256"


def test_another_version_of_the_protocol_is_told_which_one_is_spoken(client: Client, endpoint: str) -> None:
    answer = client.post(endpoint, HTTP_TUS_RESUMABLE="0.2.2", HTTP_UPLOAD_LENGTH="5")
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_it_says_how_far_it_got_and_until_when_it_waits(client: Client, endpoint: str) -> None:
    where = begin(client, endpoint)
    patch(client, where, 0, BYTES[:1234])
    answer = ask(client, where)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, "1234")
    assert answer.headers["Upload-Length"] == str(len(BYTES))
    assert answer.headers["Upload-Expires"].endswith("GMT")
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_came_before_a_cut_is_kept(client: Client, endpoint: str, tray: Tray) -> None:
    where = begin(client, endpoint)
    upload = Upload.objects.get(tray=tray)
    with pytest.raises(ConnectionResetError):
        uploads.add_bytes(upload=upload, offset=0, read=MadeOnTheWay([BYTES[:300_000]], breaks=True).read)
    assert ask(client, where).headers["Upload-Offset"] == "300000"
    assert patch(client, where, 300_000, BYTES[300_000:]).headers["Upload-Outcome"] == "kept"
    assert Attachment.objects.get(tray=tray).sha256 == hashlib.sha256(BYTES).hexdigest()


@pytest.mark.parametrize("offset", [0, 99, 101, 600_000])
def test_bytes_from_another_place_are_refused_and_told_where_to_go_on(
    client: Client, endpoint: str, offset: int
) -> None:
    where = begin(client, endpoint)
    patch(client, where, 0, BYTES[:100])
    answer = patch(client, where, offset, b"elsewhere")
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "100")
    assert ask(client, where).headers["Upload-Offset"] == "100"


def test_more_bytes_than_were_announced_are_never_written(client: Client, endpoint: str, tray: Tray) -> None:
    where = begin(client, endpoint, length=1000)
    assert patch(client, where, 0, BYTES[:5000]).headers["Upload-Outcome"] == "kept"
    assert Attachment.objects.get(tray=tray).size == 1000


def test_a_right_checksum_is_taken_and_after_a_wrong_one_nothing_is(client: Client, endpoint: str) -> None:
    where = begin(client, endpoint)
    right = base64.b64encode(hashlib.sha256(BYTES[:100]).digest()).decode()
    assert patch(client, where, 0, BYTES[:100], HTTP_UPLOAD_CHECKSUM=f"sha256 {right}").status_code == 204
    assert patch(client, where, 100, BYTES[100:300], HTTP_UPLOAD_CHECKSUM=f"sha256 {right}").status_code == 460
    assert patch(client, where, 100, BYTES[100:300], HTTP_UPLOAD_CHECKSUM="md5 AAAA").status_code == 400
    assert ask(client, where).headers["Upload-Offset"] == "100"


def test_bytes_with_a_checksum_are_not_even_read_when_the_disk_has_no_room_for_them_too(
    client: Client, endpoint: str, tray: Tray, settings: LazySettings
) -> None:
    where = begin(client, endpoint)
    settings.DISK_FLOOR_BYTES = 2**60
    wrong = base64.b64encode(bytes(32)).decode()
    answer = patch(client, where, 0, BYTES[:100], HTTP_UPLOAD_CHECKSUM=f"sha256 {wrong}")
    assert (answer.status_code, answer.headers["Upload-Outcome"]) == (503, "no_room")
    read = MadeOnTheWay([BYTES], breaks=True).read
    with pytest.raises(storage.DiskNearlyFull):
        uploads.add_bytes(upload=Upload.objects.get(tray=tray), offset=0, read=read, checksum=bytes(32))
    settings.DISK_FLOOR_BYTES = 1024
    assert ask(client, where).headers["Upload-Offset"] == "0"
    assert patch(client, where, 0, BYTES).headers["Upload-Outcome"] == "kept"


@pytest.mark.parametrize("right", [True, False])
def test_forty_mebibytes_with_a_checksum_are_never_in_memory_together(
    client: Client, endpoint: str, tray: Tray, right: bool
) -> None:
    begin(client, endpoint, length=40 * MEBIBYTE)
    upload, digest = Upload.objects.get(tray=tray), hashlib.sha256()
    for _each in range(40):
        digest.update(bytes(MEBIBYTE))
    read = MadeOnTheWay(bytes(uploads.PIECE_BYTES) for _each in range(40 * MEBIBYTE // uploads.PIECE_BYTES)).read
    tracemalloc.start()
    try:
        if right:
            assert uploads.add_bytes(upload=upload, offset=0, read=read, checksum=digest.digest()) == 40 * MEBIBYTE
        else:
            with pytest.raises(uploads.ChecksumDiffers):
                uploads.add_bytes(upload=upload, offset=0, read=read, checksum=bytes(32))
        assert tracemalloc.get_traced_memory()[1] < MEBIBYTE
    finally:
        tracemalloc.stop()
    assert uploads.arrived(upload=upload) == (40 * MEBIBYTE if right else 0)
    assert [each.name for each in storage.incoming_path(upload.id).parent.iterdir()] == [str(upload.id)]


def test_while_bytes_with_a_checksum_come_only_what_is_known_to_be_right_counts_as_arrived(
    client: Client, endpoint: str
) -> None:
    where = begin(client, endpoint)
    upload = Upload.objects.get()
    with pytest.raises(ConnectionResetError):
        uploads.add_bytes(
            upload=upload, offset=0, read=MadeOnTheWay([BYTES[:300_000]], breaks=True).read, checksum=bytes(32)
        )
    assert ask(client, where).headers["Upload-Offset"] == "0"


def test_an_answer_that_was_lost_costs_nothing(client: Client, endpoint: str, tray: Tray) -> None:
    where = begin(client, endpoint)
    patch(client, where, 0, BYTES)
    answer = ask(client, where)
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Outcome"]) == (str(len(BYTES)), "kept")
    assert patch(client, where, len(BYTES), b"").headers["Upload-Outcome"] == "kept"
    assert Attachment.objects.filter(tray=tray).count() == 1


def test_a_file_that_had_arrived_whole_when_we_died_is_taken_when_somebody_asks(
    client: Client, endpoint: str, tray: Tray
) -> None:
    where = begin(client, endpoint)
    upload = Upload.objects.get(tray=tray)
    uploads.add_bytes(upload=upload, offset=0, read=MadeOnTheWay([BYTES]).read)
    assert not Attachment.objects.exists()
    assert ask(client, where).headers["Upload-Outcome"] == "kept"
    assert Attachment.objects.get(tray=tray).size == len(BYTES)


def test_the_same_document_again_is_said_and_kept_once(client: Client, endpoint: str, tray: Tray) -> None:
    patch(client, begin(client, endpoint), 0, BYTES)
    again = patch(client, begin(client, endpoint, name="again.jpg"), 0, BYTES)
    assert again.headers["Upload-Outcome"] == Outcome.DUPLICATE
    assert Attachment.objects.filter(tray=tray).count() == 1


def test_files_over_the_limit_are_refused_at_the_door_and_at_the_end(client: Client, endpoint: str, tray: Tray) -> None:
    places = [begin(client, endpoint, length=10 + each) for each in range(3)]
    outcomes = [patch(client, where, 0, BYTES[: 10 + each]) for each, where in enumerate(places)]
    assert [each.headers["Upload-Outcome"] for each in outcomes] == ["kept", "kept", "over_limit"]
    late = announce(client, endpoint)
    assert (late.status_code, late.headers["Upload-Outcome"]) == (409, "over_limit")
    assert Attachment.objects.filter(tray=tray).count() == 2


@pytest.mark.parametrize(("length", "code"), [(0, Refusal.EMPTY), (MAX_FILE_BYTES + 1, Refusal.SIZE)])
def test_a_size_that_cannot_be_taken_is_written_down_and_need_not_be_sent(
    client: Client, endpoint: str, tray: Tray, length: int, code: str
) -> None:
    answer = announce(client, endpoint, length=length)
    assert (answer.status_code, answer.headers["Upload-Outcome"]) == (413, "refused")
    file = Attachment.objects.get(tray=tray)
    assert (file.state, file.code, file.size) == (FileState.REFUSED, code, length)
    assert not Upload.objects.exists()


def test_the_largest_file_may_be_announced(client: Client, endpoint: str) -> None:
    assert announce(client, endpoint, length=MAX_FILE_BYTES).status_code == 201


def test_a_name_with_a_secret_is_refused_before_anything_is_stored(client: Client, endpoint: str) -> None:
    phrase = "abandon " * 11 + "about"
    answer = announce(client, endpoint, name=f"{phrase}.pdf")
    assert (answer.status_code, answer.headers["Upload-Outcome"]) == (422, "secret_name")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("length", ["", "-1", "1e3", "NaN", "９", "9" * 30])
def test_a_length_that_is_no_number_is_refused(client: Client, endpoint: str, length: str) -> None:
    assert client.post(endpoint, **TUS, HTTP_UPLOAD_LENGTH=length).status_code == 400


def test_an_upload_can_be_given_up(client: Client, endpoint: str) -> None:
    where = begin(client, endpoint)
    patch(client, where, 0, BYTES[:100])
    assert client.delete(where, **TUS).status_code == 204
    assert ask(client, where).status_code == 404
    assert not list(storage.incoming_path(uuid4()).parent.glob("*"))


def test_tokens_that_open_nothing_all_answer_alike(client: Client, endpoint: str, tray: Tray) -> None:
    token = endpoint.split("/")[2]
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[16] = 200
    forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    gone = token_for(tray_id=uuid4(), limit=5)
    answers = [announce(client, f"/uploads/{each}/") for each in (forged, gone, token[:-4], f"{token}=", "x" * 44, "é")]
    assert {(each.status_code, each.content) for each in answers} == {(404, b"")}
    assert read_token(token=forged) is None


def test_another_tray_s_token_does_not_reach_an_upload(client: Client, endpoint: str) -> None:
    where = begin(client, endpoint)
    other = token_for(tray_id=new_tray(now=timezone.now()).id, limit=5)
    assert ask(client, f"/uploads/{other}/{where.rsplit('/', 1)[-1]}").status_code == 404


def test_no_cookie_is_needed_and_none_is_set(endpoint: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    where = begin(stranger, endpoint)
    assert patch(stranger, where, 0, BYTES).headers["Upload-Outcome"] == "kept"
    assert not stranger.cookies


def test_one_tray_has_so_many_files_on_their_way_and_no_more(client: Client, endpoint: str) -> None:
    for _each in range(MAX_OPEN_UPLOADS):
        begin(client, endpoint)
    answer = announce(client, endpoint)
    assert (answer.status_code, answer.headers["Upload-Outcome"]) == (429, "too_many")


def test_what_was_sent_in_part_waits_for_the_rest_and_then_is_erased(client: Client, endpoint: str, tray: Tray) -> None:
    where = begin(client, endpoint)
    patch(client, where, 0, BYTES[:100])
    path = storage.incoming_path(Upload.objects.get(tray=tray).id)
    remove_orphans(now=timezone.now() + timedelta(hours=12))
    assert path.exists()
    assert ask(client, where).status_code == 200
    remove_orphans(now=timezone.now() + timedelta(hours=25))
    assert not path.exists()
    assert ask(client, where).status_code == 404


def test_after_send_or_forgetting_there_is_no_tray_to_send_into(client: Client, endpoint: str, tray: Tray) -> None:
    where = begin(client, endpoint)
    patch(client, where, 0, BYTES[:100])
    Tray.objects.filter(id=tray.id).delete()
    assert ask(client, where).status_code == 404
    assert patch(client, where, 100, BYTES[100:]).status_code == 404
    assert announce(client, endpoint).status_code == 404


def test_two_senders_of_one_file_never_mix_it_up(client: Client, endpoint: str, tray: Tray) -> None:
    begin(client, endpoint)
    upload = Upload.objects.get(tray=tray)

    def send(_number: int) -> str:
        # Each sends the whole file, in small pieces, from where it believes that it stands.
        try:
            uploads.add_bytes(upload=upload, offset=0, read=pieces().read)
        except uploads.NotWhereItStands:
            return "stopped"
        return "whole"

    with ThreadPoolExecutor(2) as two:
        ends = list(two.map(send, range(2)))
    assert sorted(ends) == ["stopped", "whole"]
    assert storage.incoming_path(upload.id).read_bytes() == BYTES


def pieces() -> MadeOnTheWay:
    """The file, a thousand bytes at a time."""
    return MadeOnTheWay([BYTES[start : start + 1000] for start in range(0, len(BYTES), 1000)])


def test_the_token_of_a_tray_is_not_written_into_logs() -> None:
    token = token_for(tray_id=UUID(int=7), limit=5)
    assert token not in mask_tokens(f"GET /uploads/{token}/{uuid4()} 200")
