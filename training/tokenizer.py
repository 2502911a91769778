"""The tokenizer shared by training and by the search engine: a unigram model over whole words and pieces of rare ones.

Text is folded (NFKC, lower case) and cut into runs of one script; punctuation is dropped before the model sees
it, since a mean over tokens gains nothing from commas. ``c++``, ``c#`` and ``b+`` keep their sign.

The vocabulary is counted, not learned: the frequent English words, the frequent Chinese words as jieba cuts them,
all frequent characters, and pieces of the words that are too rare to enter. Chinese is cut only here; at run time
the unigram scores alone find nearly the same words. (A learned unigram vocabulary took six times as long and gave
three quarters of its room to Chinese, phrases such as 与数据库 among it, whose meaning their words carry already.)
"""
import logging
import math
import re
import unicodedata
from collections import Counter
from typing import Iterable

import jieba
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Plain classes only: the search engine runs this pattern on another regex library.
RUNS = rf"[{HAN}]+|[a-z]+(?:\+\+|\+|#)?|[0-9]+|[^\s\p{{P}}\p{{S}}\p{{C}}a-z0-9{HAN}]+"
WORDS = re.compile(rf"([{HAN}]+)|([a-z]+(?:\+\+|\+|#)?|[0-9]+)")
PIECES = 0.15  # share of the vocabulary that goes to pieces of rare words


def count(texts: Iterable[str]) -> Counter:
    """How often each word occurs."""
    jieba.setLogLevel(logging.ERROR)
    words: Counter = Counter()
    for text in texts:
        for chinese, latin in WORDS.findall(unicodedata.normalize("NFKC", text).lower()):
            words.update(jieba.cut(chinese) if chinese else (latin,))
    return words


def pieces(rare: Counter, known: Counter, room: int) -> Counter:
    """The most telling beginnings, ends and middles of rare Latin words: long, frequent and no word themselves."""
    found: Counter = Counter()
    for word, times in rare.items():
        if word.isascii() and word.isalpha():
            for begin in range(len(word)):
                for end in range(begin + 2, min(len(word), begin + 8) + 1):
                    found[word[begin:end]] += times
    telling = sorted(found.keys() - known.keys(), key=lambda piece: (-found[piece] * (len(piece) - 1), piece))
    return Counter({piece: found[piece] for piece in telling[:room]})


def build(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """A tokenizer of about ``vocabulary`` words, characters and pieces."""
    words = count(texts)
    letters: Counter = Counter()
    for word, times in words.items():
        for letter in word:
            letters[letter] += times
    kept = Counter({letter: 1 for letter, times in letters.items() if times >= 3})
    room = vocabulary - 1 - len(kept)
    ranked = sorted((w for w in words if 1 < len(w) <= 20), key=lambda w: (-words[w], w))
    frequent = ranked[: room - int(room * PIECES)]
    kept.update({word: words[word] for word in frequent})
    kept.update({word: words[word] for word in words if len(word) == 1 and word in kept})
    rare = Counter({word: words[word] for word in ranked[len(frequent):]})
    for piece, times in pieces(rare, kept, int(room * PIECES)).items():
        # A piece is a makeshift: it must never outbid the whole word.
        kept[piece] = times // 8 + 1
    total = sum(kept.values())
    order = sorted(kept, key=lambda word: (-kept[word], word))
    scored = [(UNKNOWN, 0.0), *((word, round(math.log(kept[word] / total), 4)) for word in order)]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(RUNS), behavior="removed", invert=True)
    tokenizer.add_special_tokens([AddedToken(UNKNOWN, special=True, normalized=False)])
    return tokenizer
