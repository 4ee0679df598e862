"""What a text costs, by the letters it uses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.channels import text_segments
from amparo.channels.text_segments import Cost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Cost("GSM-7", 0, 1), id="nothing is still a message"),
        pytest.param("a" * 160, Cost("GSM-7", 160, 1), id="one full text"),
        pytest.param("a" * 161, Cost("GSM-7", 161, 2), id="one letter more"),
        pytest.param("a" * 306, Cost("GSM-7", 306, 2), id="two full texts"),
        pytest.param("a" * 307, Cost("GSM-7", 307, 3), id="three"),
        pytest.param("€" * 80, Cost("GSM-7", 160, 1), id="the euro takes two places"),
        pytest.param("a" * 152 + "€" * 5, Cost("GSM-7", 162, 2), id="no pair is cut"),
        pytest.param("a" * 152 + "€" * 77, Cost("GSM-7", 306, 3), id="a pair that does not fit moves on"),
        pytest.param("á" * 70, Cost("UCS-2", 70, 1), id="one accent makes all of it dear"),
        pytest.param("á" * 71, Cost("UCS-2", 71, 2), id="and short"),
        pytest.param("á" * 134, Cost("UCS-2", 134, 2), id="two full dear texts"),
        pytest.param("😀" * 35, Cost("UCS-2", 70, 1), id="a picture takes two places"),
        pytest.param("😀" * 67, Cost("UCS-2", 134, 3), id="33 pictures to a text, never half a picture"),
        pytest.param("ñ é ü à ¿¡", Cost("GSM-7", 10, 1), id="what the alphabet of 1985 thought of"),
    ],
)
def test_a_text_is_so_many_segments(text, expected):
    assert text_segments.cost(text) == expected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("miércoles, sábado y día", "miércoles, sabado y dia"),
        ("¿Mañana? ¡Sí! Ñandú", "¿Mañana? ¡Si! Ñandu"),
        ("10:30\u202fa.\u00a0m. — “casa”…", '10:30 a. m. - "casa"...'),
        ("mèkredi jiyè, çà œuvre", "mèkredi jiyè, cà oeuvre"),
        ("среда 周三", "среда 周三"),
        ("plain", "plain"),
    ],
)
def test_plain_letters_stand_in_where_they_can(text, plain):
    assert text_segments.plain(text) == plain


@given(st.text())
def test_segments_hold_all_of_a_text_and_plain_is_plain_already(text):
    cost = text_segments.cost(text)
    single, part = (160, 153) if cost.encoding == "GSM-7" else (70, 67)
    assert cost.segments == 1 if cost.units <= single else cost.segments * part >= cost.units
    plain = text_segments.plain(text)
    assert text_segments.plain(plain) == plain
    assert text_segments.is_gsm7(plain) or not text_segments.is_gsm7(text)
