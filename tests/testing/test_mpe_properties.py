"""What must hold for the limits of any instrument."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.testing.domain import quantity
from services.testing.domain.limits import mpe, plate_rules
from tests.testing.sheets import found, tables

SCALES = {
    "I": ("220", "0.001", "g"),
    "II": ("3600", "0.1", "g"),
    "III": ("30000", "10", "g"),
    "IIII": ("15000", "50", "g"),
}


@st.composite
def loads(draw) -> tuple[dict[str, str], Decimal]:
    """Any scale of the four shapes, and a load between its Min and Max, finer than its interval."""
    accuracy = draw(st.sampled_from(sorted(SCALES)))
    capacity, e, unit = SCALES[accuracy]
    plate = {"class": accuracy, "max": capacity, "e": e, "unit": unit}
    described = plate_rules.scale(tables().limits["R76"].content, plate)
    steps = st.integers(int(described.min / described.e * 10), int(described.max / described.e * 10))
    return plate, draw(steps) * described.e / 10


def of_load(plate: dict[str, str], verification: str, load: Decimal) -> Decimal:
    return mpe.limit(tables(), "tbo_elektronik", verification, plate, {"load": load}).mpe


@settings(deadline=None)
@given(loads(), loads())
def test_a_larger_load_never_has_a_smaller_limit(one, other):
    assume(one[0] == other[0])
    small, large = sorted((one[1], other[1]))

    assert of_load(one[0], "initial", small) <= of_load(one[0], "initial", large)


@settings(deadline=None)
@given(loads())
def test_in_service_a_scale_may_err_at_least_as_much_as_at_first(scale):
    assert of_load(scale[0], "initial", scale[1]) <= of_load(scale[0], "subsequent", scale[1])


@settings(deadline=None)
@given(loads(), st.sampled_from(["mg", "g", "kg", "t"]))
def test_the_unit_on_the_plate_does_not_change_the_limit(scale, unit):
    plate, load = scale
    into = {name: str(quantity.convert(Decimal(plate[name]), "g", unit)) for name in ("max", "e")}
    elsewhere = {**plate, **into, "unit": unit}

    limit = mpe.limit(tables(), "tbo_elektronik", "initial", elsewhere, {"load": quantity.convert(load, "g", unit)})

    assert limit.into("g").mpe == of_load(plate, "initial", load)


@settings(deadline=None)
@given(loads())
def test_a_limit_is_symmetric_for_scales(scale):
    limit = mpe.limit(tables(), "tbo_elektronik", "initial", scale[0], {"load": scale[1]})

    assert limit.low == -limit.high


@settings(deadline=None)
@given(
    st.decimals(min_value="0.01", max_value="9999", places=3), st.decimals(min_value="0.01", max_value="9999", places=3)
)
def test_a_larger_volume_never_has_a_smaller_limit(one, other):
    small, large = (found("pu_bbm", "initial", volume=str(v), unit="L").mpe for v in sorted((one, other)))

    assert small <= large


def test_the_table_of_weights_grows_with_the_nominal_and_with_the_class():
    cells = tables().limits["R111"].content["cells"]
    classes = tables().limits["R111"].content["classes"]

    for accuracy in classes:
        column = [cells[key] for key in sorted(cells) if key[1] == accuracy]
        assert column == sorted(column)
    for nominal in {key[0] for key in cells}:
        row = [cells[nominal, accuracy] for accuracy in classes if (nominal, accuracy) in cells]
        assert row == sorted(row)
