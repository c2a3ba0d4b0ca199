"""A plan in, a folder with a trained network out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Generator

from explorer.errors import DataError, Message, message
from explorer.networks import choose_device, device_text, usable_cpus
from explorer.runtime import run_files
from explorer.training.data.dataset import DataSet, class_counts
from explorer.training.data.opening import open_set
from explorer.training.loop.fit import fit
from explorer.training.loop.metrics import measures
from explorer.training.loop.precision import StepPrecision
from explorer.training.loop.run import Progress, Run, ignore
from explorer.training.loop.troubles import diagnose
from explorer.training.loop.validation import answers_of, scene_result, scores_of
from explorer.training.network.freezing import Split, phase_at
from explorer.training.network.start import Start, start
from explorer.training.plan import Plan, to_json
from explorer.training.run_folder.checksums import note_pictures
from explorer.training.run_folder.files import Point, read_tensors, write_tensors
from explorer.training.run_folder.kept_pictures import first_filters, write_filters, write_shown
from explorer.training.run_folder.network_card import write_about

OPENING = message("The data set and the network are opened.")
TESTING = message("The best epoch's network is measured on the test pictures.")


def train(plan: Plan, folder: Path | str, *, report: Callable[[Point], None] = ignore,
          between_batches: Callable[[], None] = ignore, data: DataSet | None = None,
          begun: Start | None = None) -> dict[str, Any]:
    """Do what ``plan`` says and leave everything in ``folder``; go on where an earlier call was broken off.

    Args:
        folder: made where it is not; ``explorer.training.run_folder.files`` names what is in it. A run that is done is
            not repeated.
        report: is given each finished epoch, after its checkpoint is written; may raise to stop.
        between_batches: is called before each batch; may wait, or raise to stop.
        data: instead of the plan's data set.
        begun: instead of the plan's network.

    Returns:
        What ``result.json`` holds: accuracies of the best epoch's network, 0 to 1, its confusions, and more; of
        scenes the ``task``, its ``measures`` and ``watched`` one, 0 to 1, and that one for each of ``classes``.

    Raises:
        ExplorerError: the network or data set is not there or does not fit, the loss is no number from the start, the
            disk is full, or there is not enough memory.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    done: dict[str, Any] | None = run_files.read_json(folder / run_files.RESULT)
    if done:
        return done
    _settle_torch()
    progress = Progress(folder, plan.epochs)
    progress.note(OPENING)
    run_files.write_json(folder / run_files.PLAN, to_json(plan))
    data = data or open_set(plan.data, plan.side, seed=plan.seed, fit=plan.fit, twins=plan.twins, scenes=plan.scenes)
    note_pictures(folder, data)
    run = Run(plan=plan, folder=folder, data=data, begun=begun or start(plan, data), device=choose_device(),
              progress=progress, report=report, between_batches=between_batches)
    _check_same_classes(folder, data)
    write_about(run.begun, folder, class_counts(data), plan.fit)
    before = first_filters(run.begun)
    living, notes = fit(run)
    write_tensors(folder / run_files.LAST, run.begun.module.state_dict())
    progress.note(TESTING)
    result = _result(run, living.curve, notes)
    write_filters(folder / run_files.FILTERS, before, first_filters(run.begun))
    run_files.write_json(folder / run_files.RESULT, result)
    progress.end()
    return result


def _result(run: Run, curve: list[Point], notes: list[Message]) -> dict[str, Any]:
    """Measure the best epoch's network in float32 and return what ``result.json`` holds."""
    run.begun.module.load_state_dict(read_tensors(run.folder / run_files.BEST)[0])
    parts = Split(None, run.begun.module, (), ())
    precision = StepPrecision(batch_size=run.plan.batch_size)
    pictures = run.data.test if len(run.data.test) else run.watched
    source = run.fresh(pictures, parts, precision, Generator())
    told = [*notes, *diagnose(curve, len(run.data.categories))]
    best, phase = run.best(curve), phase_at(run.phases, len(curve) - 1)
    if run.task is None:
        scores = scores_of(parts, source, precision, run.device, run.between_batches)
        measured = measures(scores, pictures.labels, run.data.categories)
        write_shown(run.folder / run_files.SHOWN, pictures, measured["predicted"], measured["confidence"])
        measured |= {"val_accuracy": best.val_accuracy, "val_balanced": best.val_balanced}
    else:
        measured = scene_result(run, answers_of(run, parts, source, precision), pictures)
        measured |= {"val_measures": {name: best.more[name] for name in run.task.measures}}
    return {
        "categories": list(run.data.categories), "measured_on": "test" if len(run.data.test) else "val",
        "epochs": len(curve), "best_epoch": best.number,
        "stopped_early": len(curve) < run.plan.epochs, "seconds": sum(point.seconds for point in curve),
        "device": asdict(device_text(run.device)), "way": asdict(run.precision(phase, parts)),
        "pictures": {"train": len(run.data.train), "val": len(run.data.val), "test": len(run.data.test)},
        "notes": [asdict(one) for one in told],
        **measured,
    }


def _check_same_classes(folder: Path, data: DataSet) -> None:
    """Check that a run which goes on names its classes as it did when it began: their order is that of its outputs.

    Raises:
        DataError: the data set is read otherwise now.
    """
    before = run_files.read_record(folder / run_files.NETWORK).get("categories")
    if before and list(before) != list(data.categories):
        raise DataError("The classes of these pictures are read in another order now than when this run began "
                        "({before}; now {now}). Start it again.", before=", ".join(map(str, before))[:200],
                        now=", ".join(data.categories)[:200])


def _settle_torch() -> None:
    """Use as many threads as there are processors, as the device's thread of the app does."""
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(usable_cpus())
