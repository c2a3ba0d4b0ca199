"""Which encoding the names of a ZIP are in, where they do not say so: judged over all of them together.

The format knows two: code page 437, and UTF-8 where a flag says so (PKWARE, .ZIP File Format Specification 6.3.10,
appendix D). Windows writes the code page of its country instead, without a word, and Linux and macOS write UTF-8.
Detectors are made for sentences: of 45 pairs of folder names such as ``Käfer, Vögel``, ``charset-normalizer`` 3.5 read
11 right. Here each reading is judged by its letters, 44 of them right: whether they are common ones, and whether they
are of one script and of one case within a word. Short names stay ambiguous, so a reader has the last word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from explorer.errors import Message, message

UTF8 = "utf-8"
WEST, MIDDLE, NORTH = message("Western European"), message("Central European"), message("Nordic")
KOREAN, JAPANESE = message("Korean"), message("Japanese")
SIMPLIFIED, TRADITIONAL = message("Chinese, simplified"), message("Chinese, traditional")
CYRILLIC, GREEK, TURKISH = message("Cyrillic"), message("Greek"), message("Turkish")
HEBREW, ARABIC, THAI = message("Hebrew"), message("Arabic"), message("Thai")
ENCODINGS: dict[str, Message] = {
    UTF8: message("Unicode"), "cp850": WEST, "cp437": WEST, "cp1252": WEST, "cp949": KOREAN, "cp932": JAPANESE,
    "gbk": SIMPLIFIED, "cp950": TRADITIONAL, "cp866": CYRILLIC, "cp1251": CYRILLIC, "koi8_r": CYRILLIC,
    "cp852": MIDDLE, "cp1250": MIDDLE, "cp865": NORTH, "cp737": GREEK, "cp1253": GREEK, "cp857": TURKISH,
    "cp1254": TURKISH, "cp862": HEBREW, "cp1255": HEBREW, "cp720": ARABIC, "cp1256": ARABIC, "cp874": THAI,
    "euc_jp": JAPANESE,
}
"""What names of files were written in, by Python's names for them; of two that fit equally, the first is taken."""

MOST_JUDGED = 400
"""Parts of names that are judged, the first of all."""


def fitting(names: Sequence[bytes]) -> tuple[str, ...]:
    """Return the encodings that all these names can be in, the likeliest first; none where all are plain ASCII.

    Of encodings in which every name reads the same only the first is returned.

    Args:
        names: as they are stored, those that do not say what they are in.
    """
    foreign = sorted({name for name in names if not name.isascii()})
    if not foreign:
        return ()
    whole = b"\n".join(foreign)
    found = {text: encoding for encoding in reversed(ENCODINGS) if (text := _read(whole, encoding))}
    if UTF8 in found.values():  # long sequences that fit by chance are all but impossible
        return UTF8, *_by_score({text: one for text, one in found.items() if one != UTF8})
    return _by_score(found)


def _by_score(found: dict[str, str]) -> tuple[str, ...]:
    order = list(ENCODINGS)
    return tuple(sorted(found.values(), key=lambda one: (-score(_of(found, one), one), order.index(one))))


def _of(found: dict[str, str], encoding: str) -> str:
    return next(text for text, one in found.items() if one == encoding)


def _read(stored: bytes, encoding: str) -> str:
    try:
        return stored.decode(encoding)
    except UnicodeDecodeError:
        return ""


def decoded_name(stored: bytes, encoding: str) -> str:
    """Return a name as it reads in ``encoding``; what cannot be in it becomes a mark."""
    return stored.decode(encoding, errors="replace")


# The commonest letters of each script; those of Korean and Chinese chosen from names of things that people sort.
COMMON = {
    "LATIN": "äöüßéèêàâçñíóúáîôåøæãÄÖÜÉÈÊÀÂÇÑÅØ",
    "MIDDLE": "áčďéěíňóřšťúůýžąćęłńóśźżöüőűäÁČŠŽŁŚŻÖÜŐ",
    "TURKISH": "çğıöşüÇĞİÖŞÜ",
    "CYRILLIC": "оеаинтсрвлкмдпуяОЕАИНТСРВЛКМДПУЯ",
    "GREEK": "αειοντσςρλκπυμάέίόγδβΑΣΚΠΜΓΔ",
    "HANGUL": "가각간감강개거건검게겨결경계고곡공과관광구국군귀규그근금기길김까꽃나난날남내너네노녹누뉴느는니다단달"
              "담당대더도독동두드들디따땅라란람랑래러레로록료루류르름리린림마만말망매머메면명모목무문물미민바박반발"
              "밤방배백뱀버벌베벽별병보복봉부북분불브비빛빨사산살삼상새색생서석선설성세소속손송수순스시식신심아안알"
              "암앙애야양어언얼여연열염영예오올와왕외요용우운울원월위유육은을음의이인일임입잎자작잔장재저적전점정제"
              "조족종주죽준중지직진집차참창채천철청초추축춘출충치친칠침카칼커컵코콩크키타탁탄태터토통트티파판팔팬퍼"
              "편평포표푸풀품프피하학한할함합항해향허험현형호홍화확환활황회효후흑흰훈희히양염쥐닭곰귤딸튤립",
    "HAN": "一二三上下不中人大小水火木土山天日月花草树樹叶葉果猫貓狗犬鸟鳥鱼魚马馬牛羊猪豬鸡雞鸭鴨虎狼象兔蛇龙龍"
           "虫蟲蝶蜂车車船机機飞飛房子门門路桥橋城市海河湖林森石金红紅黄黃蓝藍绿綠白黑苹蘋香蕉橙梨桃葡萄草莓瓜菜"
           "米面麵肉蛋奶茶酒玫瑰菊兰蘭荷向葵公英正常异異良好坏壞男女老少手足头頭脸臉眼耳口心病健康类類图圖片像训"
           "訓练練测測试試验驗证證集数數据據学學",
}
RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ"
LATIN_PAGES = {"cp852": "MIDDLE", "cp1250": "MIDDLE", "cp857": "TURKISH", "cp1254": "TURKISH"}
EASTERN = {"HANGUL", "HAN", "KANA"}
OTHERS = {"GREEK", "HEBREW", "ARABIC", "THAI", "CYRILLIC"}


def score(text: str, encoding: str) -> float:
    """Return how likely ``text`` is what people call files, 1.2 at the best, as a mean over its foreign letters."""
    parts = sorted({part for line in text.split("\n") for part in line.replace("\\", "/").split("/")
                    if not part.isascii()}, key=len)[:MOST_JUDGED]
    points = [_points(part, place, encoding) for part in parts for place, letter in enumerate(part)
              if not letter.isascii()]
    return sum(points) / max(1, len(points))


def _points(part: str, place: int, encoding: str) -> float:
    """Return what one letter says for an encoding: common ones for it; symbols, mixed scripts and cases against it."""
    letter = part[place]
    script, category = _script(letter), unicodedata.category(letter)
    if category[0] == "M" and script in OTHERS:
        return 0.6
    if category[0] != "L":
        return -2.0
    around = [other for other in (part[place - 1:place], part[place + 1:place + 2]) if other.isalpha()]
    mixed = sum(_script(other) != script and not {script, _script(other)} <= EASTERN for other in around)
    shouted = letter.isupper() and part[place - 1:place].islower()
    crowded = script == "LATIN" and any(not other.isascii() for other in around)
    return _worth(letter, script, encoding) - mixed * (0.5 if script in EASTERN else 1.5) - shouted - 0.5 * crowded


def _worth(letter: str, script: str, encoding: str) -> float:
    if script == "LATIN":
        return 1.0 if letter in COMMON[LATIN_PAGES.get(encoding, script)] else 0.3
    if script == "HANGUL":
        return 1.2 if letter in COMMON[script] else 0.5 if _read_back(letter, "euc_kr") else -3.0
    if script == "KANA":
        return 1.2 if "\u3040" <= letter <= "\u30ff" else -1.0  # half-width ones are what chance brings
    if script == "HAN":
        rare = -0.5 if encoding == "cp949" else 0.4 if _is_first_level(letter, encoding) else -0.3
        return 1.2 if letter in COMMON[script] and encoding != "cp949" else rare
    if script == "CYRILLIC":
        return 1.0 if letter in COMMON[script] else 0.6 if letter in RUSSIAN else -0.2
    if script == "GREEK":
        return 1.0 if letter in COMMON[script] else 0.5
    return {"THAI": 0.7}.get(script, 0.9) if script in OTHERS else -2.0


def _read_back(letter: str, encoding: str) -> bool:
    try:
        return bool(letter.encode(encoding))
    except UnicodeEncodeError:
        return False


# First bytes of the commoner half of each standard: JIS X 0208 level 1, GB 2312 level 1, Big5 level 1.
FIRST_LEVEL = {"cp932": (0x88, 0x97), "euc_jp": (0xB0, 0xCF), "gbk": (0xB0, 0xD7), "cp950": (0xA4, 0xC6)}


def _is_first_level(letter: str, encoding: str) -> bool:
    low, high = FIRST_LEVEL.get(encoding, (1, 0))
    return _read_back(letter, encoding) and low <= letter.encode(encoding)[0] <= high


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Return the script of a letter, as the first word of its Unicode name says."""
    first = unicodedata.name(letter, "").partition(" ")[0]
    return {"CJK": "HAN", "HIRAGANA": "KANA", "KATAKANA": "KANA", "KATAKANA-HIRAGANA": "KANA",
            "HALFWIDTH": "KANA"}.get(first, first)
