import pytest
from sklearn.metrics import accuracy_score

from explorer import detection, experiments, networks

COUNT = 4


@pytest.fixture(scope="module")
def network():
    return networks.load("bundled/segment")


def test_fresh_scenes_are_the_same_each_time_and_hold_things():
    pictures, truth = experiments.fresh_scenes(COUNT)
    again, _truth = experiments.fresh_scenes(COUNT + 2)
    assert (pictures == again[:COUNT]).all()
    assert (pictures.shape, truth.shape) == ((COUNT, 64, 64, 3), (COUNT, 64, 64))
    assert all(one.any() and (one == 0).any() for one in truth)


def test_the_classes_are_the_likeliest_of_what_the_network_puts_out(network):
    pictures, truth = experiments.fresh_scenes(COUNT)
    found = experiments.segmented(network, pictures, truth)
    alone = networks.feature_maps(network, pictures[1], network.graph.output).argmax(axis=0)
    assert (found.classes[1] == alone).mean() > 0.999  # two likeliest may be equal but for rounding
    assert found.everywhere.accuracy == accuracy_score(truth.ravel(), found.classes.ravel())


def test_near_and_away_are_all_pixels(network):
    found = experiments.on_fresh_scenes(network, COUNT)
    assert (found.near.confusion + found.away.confusion == found.everywhere.confusion).all()
    _pictures, truth = experiments.fresh_scenes(COUNT)
    near = sum(int(detection.near_borders(one, experiments.NEAR_PX).sum()) for one in truth)
    assert found.near.confusion.sum() == near
    assert experiments.on_fresh_scenes(network, COUNT) is found


def test_mistakes_sit_near_borders(network):
    found = experiments.on_fresh_scenes(network, COUNT)
    assert found.near.accuracy < found.away.accuracy


def test_a_network_that_lacks_its_finest_skip_does_worse(network):
    fine = experiments.unet_skips(network.report)[0]
    whole, cut = experiments.on_fresh_scenes(network, COUNT), experiments.on_fresh_scenes(network, COUNT, (fine.join,))
    assert fine.shape[-1] == 64
    assert cut.everywhere.mean_iou < whole.everywhere.mean_iou
