"""What is measured on a page picture, and what is mended."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.library.document_worker import geometry, light, repair
from tests.page_pictures import PHOTO, Damage, Picture, damage, render

TEXT = "\n".join(
    (
        "The banyan is the national tree of India and may live for a thousand years.",
        "Its branches send down roots that become new trunks, so one tree can look like a wood.",
        "Travellers rest in its shade, birds eat its figs, and village meetings are held under it.",
        "In Kolkata stands a banyan that covers more ground than three football fields.",
        "Its first trunk died long ago, yet the tree goes on growing at its edge.",
    )
    * 2
)
PAGE = render(TEXT, "Noto Sans", width_mm=150)


def on_a_desk(page: Picture, corners: list[list[float]]) -> Picture:
    """The page lying on a brown desk with its corners at shares of a picture a third larger."""
    height, width = (round(side * 1.35) for side in page.shape[:2])
    source = np.array([[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]], np.float32)
    target = (np.array(corners) * [width, height]).astype(np.float32)
    desk = np.full((height, width, 3), (40, 60, 80), np.uint8)
    matrix = cv2.getPerspectiveTransform(source, target)
    return np.asarray(
        cv2.warpPerspective(page, matrix, (width, height), desk, borderMode=cv2.BORDER_TRANSPARENT), np.uint8
    )


def printed(page: Picture) -> geometry.Print:
    return geometry.find_print(light.ink(np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)))


def test_a_clean_page_passes_through_untouched() -> None:
    large = render(TEXT, "Noto Sans", dpi=220, width_mm=150)
    mended = repair.repair(large)
    assert not mended.repaired
    assert mended.upright is large
    assert np.array_equal(mended.reading, cv2.cvtColor(large, cv2.COLOR_BGR2GRAY))


@pytest.mark.parametrize("angle", [-15, -6, -2.3, -0.4, 0.7, 4, 11])
def test_the_skew_is_found_to_a_tenth_of_a_degree(angle: float) -> None:
    assert geometry.skew(printed(damage(PAGE, Damage(angle=angle)))) == pytest.approx(-angle, abs=0.12)


def test_lines_that_run_upwards_are_noticed() -> None:
    assert geometry.rows_run_upwards(printed(np.ascontiguousarray(np.rot90(PAGE))))
    assert not geometry.rows_run_upwards(printed(PAGE))


@pytest.mark.parametrize("seed", [2, 4, 9])
def test_rows_of_a_page_in_perspective_come_out_level(seed: int) -> None:
    bent = damage(PAGE, Damage(keystone=0.08, seed=seed))
    flat = repair.repair(bent)
    assert flat.repaired
    left = geometry.bend(geometry.find_print(light.ink(flat.reading)))
    assert max(abs(left.slope), abs(left.fan)) < 0.012


def test_slanting_margins_come_out_upright() -> None:
    height, width = PAGE.shape[:2]
    slant = np.array([[1, -0.1, 0.05 * height], [0, 1, 0]])
    leaning = np.asarray(cv2.warpAffine(PAGE, slant, (width, height), borderValue=(255,) * 3), np.uint8)
    assert geometry.bend(printed(leaning)).lean == pytest.approx(-0.1, abs=0.015)
    upright = geometry.find_print(light.ink(repair.repair(leaning).reading))
    assert geometry.bend(upright).lean == pytest.approx(0, abs=0.012)


def test_a_curled_page_is_laid_flat() -> None:
    height, width = PAGE.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bow = np.float32(30) * np.cos((x / width - 0.5) * np.float32(math.pi))
    curled = np.asarray(cv2.remap(PAGE, x, y - bow, cv2.INTER_CUBIC, borderValue=(255,) * 3), np.uint8)
    before, after = printed(curled), geometry.find_print(light.ink(repair.repair(curled).reading))
    flat = geometry.Bend()
    assert geometry.row_contrast(after, flat) > 2 * geometry.row_contrast(before, flat)


def test_the_sheet_is_found_on_the_desk() -> None:
    corners = [[0.13, 0.1], [0.9, 0.14], [0.86, 0.92], [0.1, 0.88]]
    photo = on_a_desk(PAGE, corners)
    flat = repair.repair(photo)
    assert flat.upright.shape[1] / flat.upright.shape[0] == pytest.approx(PAGE.shape[1] / PAGE.shape[0], rel=0.08)
    assert np.median(flat.upright[:6]) > 200
    assert np.median(flat.upright[:, -6:]) > 200


def test_a_shadow_is_not_taken_for_the_edge_of_the_sheet() -> None:
    shaded = damage(PAGE, Damage(shadow=0.35))
    grey = np.asarray(cv2.cvtColor(shaded, cv2.COLOR_BGR2GRAY), np.uint8)
    assert geometry.page_outline(grey, light.ink(grey, light.paper_light(grey, 20))) is None


@pytest.mark.parametrize("sigma", [0, 6, 14, 25])
def test_noise_is_measured(sigma: float) -> None:
    grey = np.asarray(cv2.cvtColor(damage(PAGE, Damage(noise=sigma, light=0.6)), cv2.COLOR_BGR2GRAY), np.uint8)
    assert light.noise_sigma(grey) == pytest.approx(sigma, rel=0.25, abs=1.0)


@pytest.mark.parametrize("how", [Damage(light=0.3), Damage(shadow=0.4), replace(PHOTO, angle=0)])
def test_paper_is_white_again_after_repair(how: Damage) -> None:
    mended = repair.repair(damage(PAGE, how))
    paper = mended.reading[light.ink(mended.reading) == 0]
    assert np.percentile(paper, 5) > 190
    assert mended.repaired


def test_small_type_is_enlarged_and_large_type_reduced() -> None:
    small = repair.repair(render(TEXT, "Noto Sans", dpi=80, width_mm=150))
    large = repair.repair(render(TEXT[:200], "Noto Sans", dpi=600, points=14, width_mm=150))
    assert 18 < small.letter < 30
    assert 18 < large.letter < 61
    assert large.reading.shape[1] < 0.8 * 600 / 25.4 * 150


@pytest.mark.parametrize("shape", [(1, 1), (3, 2), (5, 6000), (4000, 9), (40, 40)])
def test_scraps_are_handed_on(shape: tuple[int, int]) -> None:
    assert repair.repair(np.full((*shape, 3), 128, np.uint8)).letter == 0


def test_grain_is_not_taken_for_rows() -> None:
    grain = np.random.default_rng(3).integers(0, 256, (500, 400, 3)).astype(np.uint8)
    assert repair.repair(grain).row_contrast == 0
    weak = damage(np.full((700, 600, 3), 200, np.uint8), Damage(noise=40))
    assert repair.repair(weak).row_contrast < 0.5 * repair.repair(PAGE).row_contrast


def test_two_columns_whose_rows_are_not_level_still_stand_in_rows() -> None:
    spread = np.random.default_rng(1).random((40_000, 2), np.float32)
    spread[:, 0] -= 0.5
    pitch = np.float32(0.02)
    rows = np.floor(spread[:, 1] * 50) * pitch + spread[:, 1] % pitch / 2  # half of each row is ink
    staggered = np.where(spread[:, 0] < 0, rows, rows + pitch / 2)
    columns = geometry.Print(np.stack([spread[:, 0], staggered], axis=1), 0.01, 500)
    assert geometry.row_contrast(columns, geometry.Bend()) < 0.17
    assert geometry.clearest_rows(columns, geometry.Bend(), 0.001) > 0.3
    assert geometry.clearest_rows(replace(columns, points=spread), geometry.Bend(), 0.001) < 0.17


def test_the_grain_of_a_dark_desk_does_not_become_print() -> None:
    width = PAGE.shape[1]
    page = np.asarray(cv2.cvtColor(PAGE, cv2.COLOR_BGR2GRAY), np.float32) * 0.8
    page[:, width // 2 :] = 25  # the desk
    grain = np.random.default_rng(2).normal(0, 7, page.shape)
    grey = np.asarray(np.clip(page + grain, 0, 255), np.uint8)
    lamp = light.paper_light(grey, 20)
    even = light.divided(grey, lamp)
    mended = light.without_grain(even, grey, lamp, 20)
    desk = np.s_[:, width // 2 + 60 :]
    assert (even[desk] < 128).mean() > 0.02
    assert (mended[desk] < 128).mean() < 0.0005
    print_only = PAGE[:, : width // 2 - 60, 0] < 128
    assert np.array_equal(mended[:, : width // 2 - 60][print_only], even[:, : width // 2 - 60][print_only])
