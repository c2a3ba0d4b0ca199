"""Everything in this folder needs a browser, which is slow: every run tries some of its cases, ``--thorough`` all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = {
    # The pages in turn: in a lecture hall, or on a phone and on paper, or in the dark, or with long words.
    "test_every_page_opens_calmly_and_every_state_of_it_is_for_everyone": (0, 4),
    "test_every_page_opens_calmly_on_a_phone_and_prints": (1, 4),
    "test_a_page_is_for_everyone_dark_korean_enlarged_by_touch_and_in_colours_of_the_readers_own": (2, 4),
    "test_a_page_is_worked_by_keyboard_alone": (1, 3),
    "test_in_every_tab_all_words_are_translated_and_longer_ones_fit": (3, 4),
    # What differs in numbers only.
    "test_the_sum_worked_out_in_the_browser_is_the_one_of_the_server": (0, 7),
    "test_it_fits_every_screen": (0, 3),
    "test_every_part_fits_a_phone": (0, 3),
    "test_what_is_no_number_is_named_and_the_cell_keeps_its_value": (0, 3),
    "test_the_browser_shows_torchs_numbers": (1, 2),
    "test_moved_maps_keep_what_python_says": (1, 2),
    "test_a_phone_does_not_scroll_sideways": (0, 2),
    "test_two_hundred_layers_and_a_broken_link_stay_inside_the_page": (0, 3),
    "test_the_strip_scrolls_inside_its_card_and_the_page_does_not": (0, 2),
    "test_a_click_selects_a_layer_at_once_and_then_on_the_server": (0, 2),
    "test_a_click_on_a_map_enlarges_it": (0, 2),
    "test_nothing_sticks_out": (1, 2),
    "test_quiet_text_can_be_read": (1, 2),
    "test_the_maps_come_soon": (0, 2),
    "test_pictures_can_be_taken_away": (1, 2),
    "test_maps_are_drawn_in_whole_device_pixels": (0, 2),
    "test_a_photo_however_small_can_be_seen_and_divided_where_there_is_a_result": (0, 2),
    "test_components_load_where_the_app_lies_below_a_path": (1, 2),
}
"""The first case that every run tries, and how many it goes on from one to the next."""

REPEATED = {
    "test_cells_typed_into_a_kernel_stay", "test_numbers_typed_into_the_stepper_stay",
    "test_settings_of_a_training_stay", "test_the_layer_clicked_last_stays",
    "test_cells_typed_into_the_grid_of_pooling_stay", "test_undo_goes_back_as_often_as_it_is_pressed",
    "test_a_click_on_the_photo_chooses_the_unit_whose_field_has_its_centre_there", "test_arrow_keys_choose_the_unit",
    "test_every_output_agrees_with_the_server", "test_the_keyboard_alone_can_edit",
    "test_two_jobs_in_two_tabs_are_stopped_and_go_on_and_both_tabs_stay_whole",
    "test_by_keyboard_alone_a_job_is_started_stopped_goes_on_and_is_deleted",
}
"""Tests that do by another way, or in another place, what a test beside them does; with ``--thorough`` only."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    chosen = any("::" in argument for argument in config.args) or config.getoption("keyword")
    if config.getoption("thorough") or chosen:
        return
    met: Counter[tuple[Path, str]] = Counter()
    left_out = []
    for item in ours:
        name = getattr(item, "originalname", item.name)
        first, step = CASES.get(name, (0, 1))
        if name in REPEATED or (met[item.path, name] - first) % step:
            left_out.append(item)
        met[item.path, name] += 1
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
