"""The script for a GPU works, and says so where there is none."""

import pytest
import torch

from tests.benchmarks import gpu_table
from tests.benchmarks.gpu_table import Row, main


def test_the_script_for_a_gpu_writes_its_table_on_a_cpu_in_short(tmp_path, capsys, bench):
    main(["--device", "cpu", "--small", "--out", str(tmp_path / "table.md")])
    written = (tmp_path / "table.md").read_text()
    for what in ("maps of", "effective field", "grad_cam", "integrated_gradients", "occlusion", "bfloat16"):
        assert what in written
    assert written == capsys.readouterr().out
    bench.tells(written)


def test_a_machine_without_a_gpu_is_told_what_to_try(monkeypatch, bench):
    monkeypatch.setattr(gpu_table, "usable_devices", lambda: (torch.device("cpu"),))
    with pytest.raises(SystemExit, match="--device cpu --small"):
        main([])


def test_a_line_gives_times_and_how_many_times_faster(bench):
    assert str(Row("maps", 2.0, bare=3.0)) == "| maps | 2.0 | 3.0 |  | 1.50 x |  |  |"
