"""Particles fit the final sound of whatever stands before them. What is right was said by hand, value by value."""

from __future__ import annotations

import pytest

from pages.ui.korean import finished


@pytest.mark.parametrize(("double", "right"), [
    ("합성곱을(를)", "합성곱을"), ("필터을(를)", "필터를"), ("풀링이(가)", "풀링이"), ("채널은(는)", "채널은"),
    ("스트라이드은(는)", "스트라이드는"), ("손실과(와)", "손실과"), ("정확도과(와)", "정확도와")])
def test_after_korean_the_last_syllable_decides(double, right):
    assert finished(double) == right


@pytest.mark.parametrize(("double", "right"), [
    ("채널(으)로", "채널로"), ("합성곱(으)로", "합성곱으로"), ("필터(으)로", "필터로"), ("8(으)로", "8로"),
    ("7(으)로", "7로"), ("3(으)로", "3으로"), ("10(으)로", "10으로"), ("2(으)로", "2로"),
    ("kernel(으)로", "kernel로"), ("224 px(으)로", "224 px로")])
def test_towards_goes_without_its_vowel_after_an_l(double, right):
    assert finished(double) == right


@pytest.mark.parametrize(("double", "right"), [
    ("0을(를)", "0을"), ("1을(를)", "1을"), ("2을(를)", "2를"), ("3을(를)", "3을"), ("4을(를)", "4를"),
    ("5을(를)", "5를"), ("6을(를)", "6을"), ("7을(를)", "7을"), ("8을(를)", "8을"), ("9을(를)", "9를"),
    ("20이(가)", "20이"), ("1,000이(가)", "1,000이"), ("2.5이(가)", "2.5가"), ("3.10은(는)", "3.10은"),
    ("12 %이(가)", "12 %가"), ("-90°은(는)", "-90°는"), ("5 MB을(를)", "5 MB를")])
def test_numbers_are_heard_as_they_are_read(double, right):
    assert finished(double) == right


@pytest.mark.parametrize(("double", "right"), [
    ("ResNet-20을(를)", "ResNet-20을"), ("VGG-16은(는)", "VGG-16은"), ("layer2이(가)", "layer2가"),
    ("conv1이(가)", "conv1이"), ("ReLU을(를)", "ReLU를"), ("CNN이(가)", "CNN이"), ("GPU을(를)", "GPU를"),
    ("LeNet을(를)", "LeNet을"), ("AlexNet(으)로", "AlexNet으로"), ("stride을(를)", "stride를"),
    ("padding은(는)", "padding은"), ("dropout을(를)", "dropout을"), ("SGD은(는)", "SGD는"),
    ("Adam은(는)", "Adam은"), ("weight이(가)", "weight가"), ("block이(가)", "block이"), ("same이(가)", "same이"),
    ("cat.jpg을(를)", "cat.jpg를"), ("image을(를)", "image를"), ("label이(가)", "label이")])
def test_latin_words_are_heard_as_koreans_read_them(double, right):
    assert finished(double) == right


@pytest.mark.parametrize(("double", "right"), [
    ("`conv1`이(가)", "`conv1`이"), ("**필터**은(는)", "**필터**는"),
    ("합성곱(convolution)을(를)", "합성곱(convolution)을"), ("'고양이'과(와) '개'은(는)", "'고양이'와 '개'는"),
    ("고양이 (tabby (cat))이(가)", "고양이 (tabby (cat))가"),
    (r"원 \(circle\)이(가)", r"원 \(circle\)이"), ("층 3이에요(예요).", "층 3이에요."),
    ("층 2이에요(예요).", "층 2예요."), ("3×3(이)나 5×5(이)라", "3×3이나 5×5라")])
def test_marks_and_asides_are_not_heard(double, right):
    assert finished(double) == right


def test_what_has_no_sound_is_taken_for_a_vowel_and_nothing_else_is_touched():
    assert finished(r"금붕어 \(goldfish\)을(를) 수달 \(otter\)은(는)") == r"금붕어 \(goldfish\)를 수달 \(otter\)은"
    assert finished("→을(를) 🙂이(가) 을(를)") == "→를 🙂가 를"
    assert finished("f(x)와 (이미) 지나간 은행(은행)") == "f(x)와 (이미) 지나간 은행(은행)"
