"""How large a picture a record takes, and which pictures a sheet has room for."""

import pytest

from services.testing.domain.record.photos import to_print, too_large

LIMITS = {"most_bytes": 100, "most_side": 10, "most_pixels": 60}


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
