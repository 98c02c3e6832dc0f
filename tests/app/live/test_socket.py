"""The socket with real pictures: who is let in, what is refused, and four visitors at once."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pytest
from app.live.camera_files import SAMPLES, frames
from app.live.served import Page, knock, served
from PIL import Image
from websockets.exceptions import ConnectionClosed, InvalidStatus

from formcheck.app.live.desk import DESK
from formcheck.app.live.limits import BURST, MAX_WORDS_BYTES
from formcheck.app.live.pictures import MAX_BYTES, Sent, pack
from formcheck.app.live.visit import Order, Visit
from formcheck.coach.live.plan import plan_for_stretch
from formcheck.history import History
from formcheck.stretches.definition import stretch_named

pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with served() as address:
        yield address


def visit(stretch: str = "lying_hamstring", model: str = "lite", profile: str = "Ada") -> Visit:
    return DESK.open(Order(plan_for_stretch(stretch_named(stretch)), model, profile))


def jpeg(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=80)
    return file.getvalue()


@pytest.fixture(scope="module")
def room() -> bytes:
    return jpeg(np.full((360, 640, 3), 128, np.uint8))


@pytest.fixture(scope="module")
def lying() -> list[bytes]:
    """Somebody on the back with a leg raised, 30 frames a second."""
    return [jpeg(one) for one in frames(SAMPLES / "lying_hamstring.mp4", 4.0, 8.0)]


@pytest.mark.parametrize("origin", ["http://evil.example", None, "null", "http://127.0.0.1:1"])
def test_a_foreign_page_is_refused(host: str, origin: str | None) -> None:
    token = visit().token
    with Page(host, token):
        pass  # the token is good
    with pytest.raises(InvalidStatus) as refused, knock(host, token, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_a_wrong_token_is_refused(host: str) -> None:
    token = visit().token
    for wrong in (token[:-1], token + "A", "x"):
        with pytest.raises(InvalidStatus) as refused, knock(host, wrong):
            pass
        assert refused.value.response.status_code == 403
    with pytest.raises(InvalidStatus), knock(host, token, protocols=(token,)):
        pass


def closed_with(page: Page) -> int:
    try:
        while True:
            page.line.recv(timeout=30)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd is not None else 0


def test_a_picture_too_big_ends_the_connection(host: str, room: bytes) -> None:
    with Page(host, visit().token) as page:
        page.ask(room, 0.0)
        page.line.send(b"\0" * (MAX_BYTES + 1))
        assert closed_with(page) == 1009


def test_words_too_long_or_not_understood_end_the_connection(host: str) -> None:
    for words, code in (("x" * (MAX_WORDS_BYTES + 1), 1009), ("[]", 4403), ("{", 4403)):
        with Page(host, visit().token) as page:
            page.line.send(words)
            assert closed_with(page) == code


def test_a_flood_ends_the_connection(host: str, room: bytes) -> None:
    with Page(host, visit().token) as page:
        with suppress(ConnectionClosed):
            for number in range(20 * int(BURST)):
                page.line.send(pack(Sent(number, number / 1000, room)))
        assert closed_with(page) == 4429


def test_a_damaged_picture_is_told_and_the_next_one_is_looked_at(host: str, room: bytes) -> None:
    with Page(host, visit().token) as page:
        assert "trouble" in page.ask(b"no jpeg at all", 0.0)
        assert "trouble" in page.ask(room[: len(room) // 3], 0.04)
        assert page.ask(room, 0.08)["face"]["phase"] == "set_up"


def test_only_the_newest_picture_waits(host: str, room: bytes, lying: list[bytes]) -> None:
    """A page that doesn't wait for answers gets fewer of them, of newer pictures."""
    with Page(host, visit().token) as page:
        page.ask(room, 0.0)
        for number in range(100, 130):
            page.line.send(pack(Sent(number, number / 30, lying[number - 100])))
        answered = []
        while not answered or answered[-1] < 129:
            answered.append(json.loads(page.line.recv(timeout=30))["number"])
        assert answered == sorted(answered)
        assert len(answered) < 30


def test_the_body_comes_back_in_pixels_of_the_picture(host: str, lying: list[bytes]) -> None:
    with Page(host, visit().token) as page:
        assert len(page.greeting["limbs"]) > 10
        answer = page.ask(lying[0], 0.0)
        width, height = answer["body"]["size"]
        points = np.array(answer["body"]["points"])
        assert points.shape == (33, 2)
        assert ((points > -20) & (points < (width + 20, height + 20))).all()


def test_a_session_goes_on_after_its_line_was_lost(host: str, lying: list[bytes]) -> None:
    token = visit("lying_hamstring", "full").token
    held = 0.0
    with Page(host, token) as page:
        for number, picture in enumerate([lying[0]] * 70 + lying[::2] + [lying[-1]] * 30):
            face = page.ask(picture, number / 15)["face"]
            held = face["hold"]["credited_s"]
    assert DESK.find(token) is not None
    with Page(host, token) as page:  # its clock began anew, as after a reload
        assert page.greeting["face"]["stretch"] == "lying_hamstring"
        again = page.ask(lying[-1], 0.5)["face"]
        assert again["t_s"] > face["t_s"]
        assert again["hold"]["credited_s"] >= held - 0.01 > 1.0


def test_a_second_page_takes_over_and_the_first_is_told(host: str, room: bytes) -> None:
    token = visit().token
    with Page(host, token) as first:
        first.ask(room, 0.0)
        with Page(host, token) as second:
            assert closed_with(first) == 4409
            assert second.ask(room, 0.0)["face"]["phase"] == "set_up"


def test_pain_stops_at_once_and_is_written_down(host: str, lying: list[bytes]) -> None:
    one = visit(profile="Grace")
    with Page(host, one.token) as page:
        page.ask(lying[0], 0.0)
        page.tell(do="hurt")
        page.tell(do="hurt_where", places=["knee", "thigh"], words="a sharp twinge")
        assert closed_with(page) == 4410
    assert one.summary is not None
    assert one.summary.ending == "pain"
    assert one.keeper is not None
    assert one.keeper.wait(20)
    assert one.keeper.trouble == ""
    with History.open() as history:
        (session,) = history.sessions("Grace")
        (stop,) = session.pain_stops
        assert (stop.place, stop.words) == ("knee, thigh", "a sharp twinge")


def test_pain_is_written_down_though_the_page_never_says_where(
    host: str, lying: list[bytes]
) -> None:
    one = visit(profile="Grace")
    with Page(host, one.token) as page:
        page.ask(lying[0], 0.0)
        page.tell(do="hurt")
        time.sleep(0.2)
    until = time.monotonic() + 20
    while not one.over and time.monotonic() < until:
        time.sleep(0.05)
    assert one.keeper is not None
    assert one.keeper.wait(20)
    with History.open() as history:
        assert len(history.sessions("Grace")[0].pain_stops) == 1


def test_four_visitors_are_served_fairly_and_apart(
    host: str, room: bytes, lying: list[bytes]
) -> None:
    """Two lie there, two have an empty room; each gets about as many answers as the others."""
    answers: dict[int, list[dict[str, object]]] = {n: [] for n in range(4)}
    begin, over = threading.Barrier(5), threading.Event()
    trouble: list[BaseException] = []

    def stretch(number: int) -> None:
        try:
            with Page(host, visit(profile=f"Visitor {number}").token) as page:
                begin.wait(60)
                began_s = time.monotonic()
                while not over.is_set():
                    picture = lying[page.number % len(lying)] if number % 2 else room
                    answers[number].append(page.ask(picture, time.monotonic() - began_s))
        except BaseException as error:
            trouble.append(error)
            begin.abort()

    threads = [threading.Thread(target=stretch, args=(number,)) for number in answers]
    for thread in threads:
        thread.start()
    begin.wait(60)
    time.sleep(6.0)
    over.set()
    for thread in threads:
        thread.join(30)
    assert trouble == []
    counts = {number: len(given) for number, given in answers.items()}
    assert min(counts.values()) > 10
    # an empty room takes less work than a body, so fairness shows among the like
    assert counts[1] == pytest.approx(counts[3], rel=0.3)
    assert counts[0] == pytest.approx(counts[2], rel=0.3)
    for number, given in answers.items():
        seen = sum(answer["body"]["points"] is not None for answer in given)  # type: ignore[index]
        assert seen == (len(given) if number % 2 else 0)
    until = time.monotonic() + 10
    while DESK.connected and time.monotonic() < until:
        time.sleep(0.05)
    assert DESK.connected == 0
