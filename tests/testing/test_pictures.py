"""How large a picture says it is, read from its header alone, and which pictures a sheet has room for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.testing.domain.pictures import size_of, to_print, too_large
from tests.testing.pictures import JPEG, bomb, jpeg_of, png

LIMITS = {"most_bytes": 100, "most_side": 10, "most_pixels": 60}
APP = b"\xff\xe1\x00\x10" + b"\xff\xc0\x00\x0b\x08\xff\xff\xff\xff" + b"\x00" * 5  # a small picture inside of another


@pytest.mark.parametrize(
    ("content", "media", "size"),
    [
        (png(30, 20), "image/png", (30, 20)),
        (bomb(30_000, 30_000), "image/png", (30_000, 30_000)),
        (JPEG, "image/jpeg", (24, 18)),
        (jpeg_of(65_500, 65_500), "image/jpeg", (65_500, 65_500)),
        (JPEG[:2] + b"\xff\xff" + JPEG[2:], "image/jpeg", (24, 18)),  # bytes of filling before a marker
        (JPEG[:2] + APP + JPEG[2:], "image/jpeg", (24, 18)),  # the camera's own thumbnail does not count
    ],
)
def test_the_size_is_read_from_the_first_bytes(content, media, size):
    assert size_of(content, media) == size


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (png(0, 20), "image/png"),
        (png()[:20], "image/png"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "image/png"),
        (jpeg_of(24, 0), "image/jpeg"),  # tells its height later, if ever
        (jpeg_of(24, 18, times=2), "image/jpeg"),  # readers disagree which frame counts
        (JPEG.replace(b"\xff\xc0", b"\xff\xc9"), "image/jpeg"),  # arithmetic coding: no PDF reader knows it
        (JPEG[:40], "image/jpeg"),
        (b"\xff\xd8" + b"\xff\xe0\x00\x02" * 600 + JPEG[2:], "image/jpeg"),
        (b"%PDF-1.7", "application/pdf"),
    ],
)
def test_a_picture_that_does_not_say_plainly_how_large_it_is_has_no_size(content, media):
    assert size_of(content, media) is None


@given(st.binary(max_size=300), st.sampled_from(("image/png", "image/jpeg")), st.booleans())
def test_whatever_bytes_come_reading_the_size_ends(noise, media, after_a_start):
    start = {"image/png": png()[:12], "image/jpeg": JPEG[:20]}[media] if after_a_start else b""

    size = size_of(start + noise, media)

    assert size is None or min(size) > 0


@pytest.mark.parametrize(
    ("size", "width", "height", "refused"),
    [
        (100, 10, 6, False),  # each limit itself is allowed
        (101, 10, 6, True),
        (100, 11, 5, True),
        (100, 9, 7, True),
        (100, None, None, False),
        (101, None, None, True),
    ],
)
def test_limits_are_inclusive(size, width, height, refused):
    assert too_large({"size": size, "width": width, "height": height}, LIMITS) is refused


def test_a_sheet_shows_pictures_in_their_order_while_there_is_room():
    def one(name: str, media: str, size: int, side: int | None) -> dict:
        return {"sha256": name, "media": media, "size": size, "width": side, "height": side}

    pictures = [
        one("pdf", "application/pdf", 1, None),
        one("a", "image/png", 40, 5),
        one("b", "image/png", 10, 9),  # 81 pixels beside 25: too many to unpack
        one("c", "image/jpeg", 50, 900),  # is not unpacked
        one("d", "image/jpeg", 11, 1),  # 40 + 50 + 11 bytes
        one("e", "image/jpeg", 10, 1),
    ]

    assert to_print(pictures, 100, 100) == {"a", "c", "e"}
