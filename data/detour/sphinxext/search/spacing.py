"""Korean and Chinese text cut into characters, so that any part of a word finds the whole.

Pagefind knows words by the spaces around them. Chinese has none, and in Korean a
particle grows onto the word (화웨이 is Huawei, 화웨이는 Huawei as topic). So each
character stands as a word of its own, with a mark by which the page joins them
again, and the script looks for the characters of a query as a phrase: any part of
a word finds it, none that merely shares characters does.
"""

from __future__ import annotations

import re
import unicodedata

#: Stands behind what belongs to the following word; two marks that pagefind does not index.
JOIN = "^~"
#: Stands as a word of its own between the parts of an entry.
PART = "^|"
#: Begins the words that stand for a kind or a whole name; a letter that no reader types.
MARK = "ꙮ"
#: Begins those that stand for a chapter or source; stored behind the others, for their lists are long and seldom asked for.
LIMIT = "ꯀ"
#: Characters that are words: Hangul, kana, Han.
CJK = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
#: Traditional forms, and one usual misspelling, each before the form that names are listed in.
FOLDED = (
    "業业為为義义雲云亞亚侖仑偉伟體体儲储關关辦办務务動动勳勋華华協协參参發发臺台員员團团國国場场頭头導导爾尔張张總总報报數数斷断電电監监積积紀纪線线統统網网聯联騰腾節节譜谱"
    "語语議议訊讯證证車车軟软達达遜逊鎧铠銀银長长問问際际風风馬马鵬鹏黃黄龍龙蘋苹東东輝辉應应術术學学門门層层雙双衛卫視视計计設设壓压進进運运過过機机構构將将時时圖图矽硅淩凌升昇"
)
_PRIVATE = re.compile("_{3,}(?=(?:END_)?PAGEFIND)")
_EDGE = re.compile(f"(?<=[{CJK}])(?=\\S)|(?<=\\S)(?=[{CJK}])")
_FOLD = str.maketrans(dict(zip(FOLDED[::2], FOLDED[1::2], strict=True)))


def clean(text: str) -> str:
    """Return the text in one line, in composed form, with none of our own marks in it.

    >>> clean("화웨이\\u00a0 는 ^|")
    '화웨이 는 ^ |'
    """
    text = _PRIVATE.sub("__", unicodedata.normalize("NFC", text).translate({0x200B: None, 0xFEFF: None}))
    return " ".join(text.replace(JOIN, "^ ~").replace(PART, "^ |").split())


def spaced(text: str) -> str:
    """Return the text with every Korean or Chinese character a word of its own.

    >>> spaced("AI칩, 华为910C")
    'AI^~ 칩^~ , 华^~ 为^~ 910C'
    """
    return _EDGE.sub(f"{JOIN} ", clean(text))


def folded(text: str) -> str:
    """Return the text with traditional Chinese forms made simplified ones.

    >>> folded("華為 and 昇騰")
    '华为 and 昇腾'
    """
    return text.translate(_FOLD)


def mark(group: str, id: str) -> str:
    """Return the word that stands for a kind, chapter, source or whole name; the digit keeps the stemmer off it.

    >>> mark("source", "s-ft25"), mark("called", "Ascend 910C")
    ('ꯀsourcesft250', 'ꙮcalledascend910c0')
    """
    return f"{LIMIT if group in ('chapter', 'source') else MARK}{group}{''.join(filter(str.isalnum, clean(id).lower()))}0"
