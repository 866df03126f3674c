"""Pages of two columns that hold lists, as browsers print them: no table, and read down one column, then the next."""

from __future__ import annotations

import pytest

from app.domain.documents import Block, BlockKind, Box
from app.library.document_worker.layout import arrange
from app.library.document_worker.positions import PositionedLine
from tests.unit.library.document_worker.printed import SIZE, line

A4 = 0.7067

# Left, right, top, bottom, type size, baseline (0 = unknown), text.
LIST_BESIDE_PROSE = """\
0.082 0.291 0.0675 0.0902 0.0267 0.0846 रेशम का कीड़ा
0.569 0.770 0.1161 0.1307 0.0134 0.1283 • पत्तियाँ गीली नहीं होनी चाहिए।
0.082 0.436 0.1295 0.1442 0.0134 0.1416 रेशम एक प्राकृतिक रेशा है। रेशम का कीड़ा शहतूत की
0.569 0.766 0.1366 0.1512 0.0134 0.1488 • कमरे में धुआँ मत होने दीजिए।
0.082 0.461 0.1500 0.1646 0.0134 0.1621 पत्तियाँ खाता है। मादा पतंगा एक बार में लगभग 400 अंडे
0.569 0.797 0.1562 0.1708 0.0134 0.1684 • दिन में 4 बार ताज़ी पत्तियाँ दीजिए।
0.082 0.459 0.1696 0.1842 0.0134 0.1817 देती है। एक कोए से 900 मीटर लंबा धागा मिल सकता है।
0.519 0.909 0.1901 0.2048 0.0134 0.2022 रेशम के लिए कीड़ों को पालना रेशमकीट पालन कहलाता है।
0.082 0.465 0.2034 0.2181 0.0134 0.2156 कीड़ा अपने चारों ओर धागा लपेटकर कोया बनाता है। कोए
0.520 0.907 0.2097 0.2237 0.0134 0.2218 भारत में सबसे अधिक रेशम कर्नाटक में बनता है। असम का
0.082 0.456 0.2230 0.2371 0.0134 0.2352 को 95 °C के पानी में उबाला जाता है, क्योंकि इससे धागा
0.519 0.908 0.2301 0.2442 0.0134 0.2423 मूगा रेशम सुनहरे रंग का होता है और वह धोने से फीका नहीं
0.082 0.195 0.2472 0.2575 0.0134 0.2557 ढीला हो जाता है।
0.519 0.561 0.2535 0.2645 0.0134 0.2619 पड़ता।
0.083 0.218 0.2811 0.3033 0.0200 0.2993 ध्यान दीजिए
0.519 0.911 0.2836 0.2976 0.0134 0.2958 कहते हैं कि रेशम की खोज चीन में लगभग 4,700 वर्ष पहले
0.519 0.897 0.3032 0.3195 0.0134 0.3154 हुई। बहुत दिनों तक चीन ने यह भेद किसी को नहीं बताया।
"""
NUMBERS_GO_ON = """\
0.083 0.239 0.0651 0.0849 0.0249 0.0846 Rainbow
0.551 0.825 0.1133 0.1259 0.0125 0.1229 4. Do not look straight at the sun.
0.082 0.457 0.1257 0.1384 0.0125 0.1354 A rainbow is an arc of colours in the sky. It is
0.083 0.440 0.1435 0.1562 0.0125 0.1532 seen when the sun shines on drops of rain.
0.519 0.916 0.1436 0.1562 0.0125 0.1532 Isaac Newton showed in 1666 that a prism does
0.082 0.457 0.1604 0.1731 0.0125 0.1701 White light is made of 7 colours. A prism can
0.519 0.903 0.1605 0.1731 0.0125 0.1701 not add colour to light. The angle between the
0.083 0.205 0.1783 0.1909 0.0125 0.1880 separate them.
0.520 0.866 0.1782 0.1909 0.0125 0.1880 sunlight and the red light of the bow is 42
0.520 0.869 0.1951 0.2079 0.0125 0.2049 degrees, and that of violet is 40 degrees. A
0.082 0.185 0.2125 0.2316 0.0187 0.2272 Try this
0.519 0.880 0.2131 0.2257 0.0125 0.2227 rainbow never appears at noon in summer
0.519 0.748 0.2309 0.2435 0.0125 0.2405 because the sun is too high.
0.115 0.308 0.2530 0.2658 0.0125 0.2628 1. Take a glass of water.
0.519 0.888 0.2603 0.2700 0.0125 0.2699 Double rainbows are not rare. In the second
0.115 0.436 0.2701 0.2827 0.0125 0.2797 2. Put it in the sunlight near a window.
0.519 0.857 0.2780 0.2878 0.0125 0.2877 bow the order of the colours is reversed.
0.115 0.377 0.2879 0.3005 0.0125 0.2975 3. Hold a white paper behind it.
"""
HEADINGS_IN_COLUMNS = """\
0.083 0.412 0.0654 0.0906 0.0249 0.0846 The Village Council
0.569 0.705 0.1133 0.1259 0.0125 0.1229 • Wells and ponds
0.084 0.205 0.1299 0.1445 0.0187 0.1443 Members
0.571 0.763 0.1311 0.1437 0.0125 0.1407 • Roads and street lamps
0.570 0.725 0.1481 0.1578 0.0125 0.1577 • Schools and health
0.571 0.806 0.1658 0.1756 0.0125 0.1755 • Records of births and deaths
0.082 0.447 0.1703 0.1829 0.0125 0.1799 A gram panchayat is elected for 5 years. The
0.083 0.455 0.1881 0.2007 0.0125 0.1978 head of the panchayat is called the sarpanch.
0.083 0.433 0.2050 0.2177 0.0125 0.2147 One third of the seats are kept for women.
0.521 0.608 0.2011 0.2192 0.0187 0.2147 Money
0.084 0.445 0.2353 0.2480 0.0125 0.2450 Every adult of the village is a member of the
0.519 0.879 0.2407 0.2533 0.0125 0.2503 The panchayat collects taxes on houses and
0.083 0.462 0.2532 0.2658 0.0125 0.2628 gram sabha. A person who is younger than 18
0.520 0.891 0.2576 0.2702 0.0125 0.2672 markets. It also gets money from the state. It
0.082 0.232 0.2714 0.2827 0.0125 0.2797 years cannot vote.
0.520 0.905 0.2754 0.2880 0.0125 0.2851 may not spend the money without the consent
0.520 0.674 0.2923 0.3050 0.0125 0.3020 of the gram sabha.
0.084 0.166 0.3045 0.3191 0.0187 0.3189 Duties
"""
QUIZ = """\
0.085 0.280 0.0654 0.0906 0.0249 0.0846 Desert quiz
0.082 0.907 0.1133 0.1259 0.0125 0.1229 A desert is a place that gets less than 25 cm of rain in a year. The
0.083 0.906 0.1311 0.1437 0.0125 0.1407 and covers 2,00,000 square km. The days are hot, but the nights are
0.083 0.878 0.1480 0.1607 0.0125 0.1577 heat quickly. Camels can live for 10 days without water. They do not
0.083 0.790 0.1658 0.1785 0.0125 0.1755 hump is made of fat. People of the desert live near wells, and they
0.551 0.891 0.1952 0.2051 0.0125 0.2049 5. How much rain falls there in one whole
0.115 0.273 0.2077 0.2175 0.0125 0.2174 1. What is a desert?
0.569 0.612 0.2135 0.2257 0.0125 0.2227 year?
0.114 0.466 0.2256 0.2382 0.0125 0.2352 2. How many days can a camel live without
0.551 0.740 0.2309 0.2435 0.0125 0.2405 6. Why are nights cold?
0.133 0.340 0.2434 0.2560 0.0125 0.2530 water, and why is this so?
0.551 0.880 0.2478 0.2576 0.0125 0.2574 7. Which desert lies in the west of India?
0.114 0.369 0.2603 0.2729 0.0125 0.2699 3. Is water stored in the hump?
0.551 0.739 0.2656 0.2754 0.0125 0.2753 8. Name two salt lakes.
0.113 0.314 0.2781 0.2907 0.0125 0.2877 4. Where do people live?
"""
BULLETS_BELOW_A_BOX = """\
0.517 0.907 0.3457 0.3584 0.0125 0.3554 Glaciers are becoming shorter in most parts of
0.095 0.225 0.3564 0.3691 0.0125 0.3661 Did you know?
0.517 0.916 0.3636 0.3762 0.0125 0.3733 the world. The Gangotri glacier has drawn back
0.095 0.423 0.3733 0.3832 0.0125 0.3831 Ice covers about 10 % of the land of the
0.517 0.903 0.3804 0.3932 0.0125 0.3902 by more than 850 m since 1971. If the ice goes,
0.095 0.466 0.3911 0.4039 0.0125 0.4009 Earth. It holds nearly 69 % of all fresh water.
0.517 0.882 0.3982 0.4110 0.0125 0.4080 the rivers that it feeds will not have enough
0.516 0.724 0.4153 0.4279 0.0125 0.4249 water in the dry months.
0.082 0.468 0.4343 0.4534 0.0187 0.4490 What a glacier leaves behind
0.567 0.817 0.4456 0.4582 0.0125 0.4552 • Never walk alone on a glacier.
0.567 0.912 0.4633 0.4760 0.0125 0.4730 • Wear dark glasses, for snow reflects 90 %
0.082 0.470 0.4749 0.4876 0.0125 0.4846 A moraine is a heap of stones and soil left by a
0.568 0.661 0.4802 0.4929 0.0125 0.4900 of the light.
0.082 0.470 0.4919 0.5045 0.0125 0.5015 glacier. The ice scratches the rock below it and
0.567 0.792 0.4982 0.5079 0.0125 0.5078 • Do not leave waste behind.
0.082 0.456 0.5096 0.5223 0.0125 0.5193 makes a valley with the shape of the letter U.
"""
READ_FROM_A_PICTURE = """\
0.082 0.465 0.1254 0.1380 0.0097 0.0000 A desert is a place that gets less than 25 cm of
0.083 0.476 0.1431 0.1556 0.0097 0.0000 rain in a year. The Thar desert lies in the west of
0.082 0.467 0.1602 0.1727 0.0097 0.0000 India and covers 2,00,000 square km. The days
0.082 0.446 0.1779 0.1904 0.0097 0.0000 are hot, but the nights are cold, because the
0.083 0.299 0.1950 0.2075 0.0097 0.0000 sand loses its heat quickly.
0.083 0.471 0.2252 0.2377 0.0097 0.0000 Camels can live for 10 days without water. They
0.083 0.448 0.2429 0.2554 0.0097 0.0000 do not store water in the hump; the hump is
0.083 0.478 0.2600 0.2725 0.0097 0.0000 made of fat. People of the desert live near wells,
0.082 0.316 0.2777 0.2902 0.0097 0.0000 and they wear loose clothes.
0.110 0.390 0.3073 0.3198 0.0097 0.0000 • Carry 4 litres of water with you.
0.110 0.477 0.3250 0.3364 0.0097 0.0000 • Do not travel at noon, when the sand is at
0.133 0.337 0.3421 0.3518 0.0097 0.0000 60 °C and burns the feet.
0.110 0.364 0.3597 0.3694 0.0097 0.0000 • Never drink from a salt lake.
0.085 0.345 0.0656 0.0844 0.0194 0.0000 Life in a Desert
0.519 0.907 0.1129 0.1254 0.0097 0.0000 Camels can live for 10 days without water. They
0.519 0.884 0.1306 0.1431 0.0097 0.0000 do not store water in the hump; the hump is
0.520 0.915 0.1454 0.1625 0.0097 0.0000 made of fat. People of the desert live near wells,
0.519 0.752 0.1653 0.1779 0.0097 0.0000 and they wear loose clothes.
0.548 0.826 0.2406 0.2531 0.0097 0.0000 • Carry 4 litres of water with you.
0.570 0.915 0.2571 0.2685 0.0097 0.0000 Do not travel at noon, when the sand is at
0.569 0.773 0.2748 0.2845 0.0097 0.0000 60 °C and burns the feet.
0.548 0.801 0.2896 0.3073 0.0097 0.0000 • Never drink from a salt lake.
0.519 0.901 0.3221 0.3347 0.0097 0.0000 A desert is a place that gets less than 25 cm of
0.520 0.912 0.3404 0.3529 0.0097 0.0000 rain in a year. The Thar desert lies in the west of
0.519 0.903 0.3569 0.3694 0.0097 0.0000 India and covers 2,00,000 square km. The days
0.519 0.883 0.3746 0.3871 0.0097 0.0000 are hot, but the nights are cold, because the
0.519 0.736 0.3917 0.4042 0.0097 0.0000 sand loses its heat quickly.
0.519 0.662 0.2001 0.2144 0.0180 0.0000 What to do
"""


def printed(page: str) -> list[PositionedLine]:
    lines = []
    for row in page.splitlines():
        *places, text = row.split(" ", 6)
        left, right, top, bottom, size, baseline = map(float, places)
        lines.append(PositionedLine(text, Box(left, top, right, bottom), size, baseline=baseline or None))
    return lines


def said(blocks: tuple[Block, ...]) -> str:
    return " ".join(f"{block.marker} {block.text}".strip() for block in blocks)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(LIST_BESIDE_PROSE, id="bullets beside Hindi prose"),
        pytest.param(NUMBERS_GO_ON, id="numbers go on in the next column"),
        pytest.param(HEADINGS_IN_COLUMNS, id="headings in the columns"),
        pytest.param(QUIZ, id="only a numbered list"),
        pytest.param(BULLETS_BELOW_A_BOX, id="a heading and a list"),
        pytest.param(READ_FROM_A_PICTURE, id="without baselines"),
    ],
)
def test_columns_with_lists_are_read_one_after_the_other(page: str) -> None:
    lines = printed(page)
    blocks = arrange(lines, aspect=A4)
    assert not [block for block in blocks if block.kind is BlockKind.TABLE]
    title, gutter = 0.1, 0.5
    across = [i for i in lines if i.box.left < gutter < i.box.right or i.box.top < title]
    sides = [[i for i in lines if i not in across and (i.box.left > gutter) == right] for right in (False, True)]
    ordered = [item for part in (across, *sides) for item in sorted(part, key=lambda item: item.box.top)]
    words = " ".join(item.text for item in ordered).split()
    assert [word for word in said(blocks).split() if word != "•"] == [word for word in words if word != "•"]


CELLS = (
    (("What the farmer does",), ("What it is good for",)),
    (("He turns the soil over before", "it rains."), ("Air comes to the roots, and the", "weeds die.")),
    (("He sows wheat in November.",), ("The winter is cold enough.",)),
    (("He leaves a field empty for", "a whole year."), ("The soil becomes fertile again", "by itself.")),
)
LONGER = (
    *CELLS,
    (
        ("He picks the cotton by hand.",),
        ("Long after the rains the bolls", "of the cotton open, and they", "are white as snow."),
    ),
    (("He sells it.",), ("People of the town weave it.",)),
)


@pytest.mark.parametrize(("cells", "pitch", "gap"), [(CELLS, 1.3, 0.3), (CELLS, 1.3, 0.8), (LONGER, 1.7, 0.4)])
def test_wide_cells_with_whole_sentences_that_share_baselines_stay_a_table(
    cells: tuple[tuple[tuple[str, ...], ...], ...], pitch: float, gap: float
) -> None:
    lines, top = [], 0.1
    for row in cells:
        for x, cell in zip((0.08, 0.52), row, strict=True):
            lines += [line(x, top + number * pitch * SIZE, text) for number, text in enumerate(cell)]
        top += (max(map(len, row)) * pitch + gap) * SIZE
    (table,) = arrange(lines, aspect=A4)
    assert table.kind is BlockKind.TABLE
    assert table.rows == tuple(tuple(" ".join(cell) for cell in row) for row in cells)
