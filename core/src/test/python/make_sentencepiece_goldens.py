"""Makes small SentencePiece vocabularies, and the ids that the reference tokenizers give texts.

Needs sentencepiece, protobuf, tokenizers, transformers, ftfy and open_clip. Two uses:

  python make_sentencepiece_goldens.py small ../resources/dev/jclip/tokenizer/sentencepiece
  python make_sentencepiece_goldens.py large FOLDER    # 10,000 texts for each of many vocabularies

Each folder below holds the files of one tokenizer and expected.jsonl: a text, and the ids of each
peer under the name by which SentencePieceGoldenTest reads the same files.
"""

import io
import json
import pathlib
import random
import shutil
import sys
import unicodedata

import ftfy
import sentencepiece as spm
from open_clip.tokenizer import get_clean_fn
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import AutoTokenizer, GemmaTokenizer, SiglipTokenizer, T5Tokenizer
from transformers.convert_slow_tokenizer import import_protobuf
from transformers.models.siglip2.tokenization_siglip2 import Siglip2Tokenizer

WORDS = (
    "a photo of the two three cat dog cats dogs red blue green sofa street house river bicycle"
    " bowl fruit bread cheese people person man woman child playing running standing on in at"
    " under over next to with and near old young small large wooden metal bright dark night day"
    " morning city beach mountain snow rain sun cloud tree flower car bus train airplane kitchen"
    " table chair window door book cup glass bottle phone computer keyboard painting drawing"
    " black white close up view from above holding wearing hat shirt umbrella don't it's"
).split()
SCRIPTS = [
    (0x00C0, 0x017F), (0x0370, 0x03FF), (0x0400, 0x045F), (0x05D0, 0x05EA), (0x0620, 0x064A),
    (0x0904, 0x0939), (0x0E01, 0x0E2E), (0x1100, 0x11FF), (0x1E00, 0x1EFF), (0x3041, 0x3096),
    (0x30A1, 0x30FA), (0x4E00, 0x4EFF), (0xAC00, 0xACFF), (0xFF01, 0xFF9F), (0x1F600, 0x1F64F),
    (0x1D400, 0x1D4FF), (0x2100, 0x214F), (0x2460, 0x24FF), (0x0300, 0x036F), (0xE000, 0xE010),
    (0x2000, 0x206F), (0x1F1E6, 0x1F1FF), (0x20000, 0x20010), (0x3200, 0x33FF), (0xFB00, 0xFB4F),
    (0x0915, 0x094D), (0x1F3FB, 0x1F3FF), (0x1AB0, 0x1AC0), (0x0980, 0x09FF), (0x0B80, 0x0BFF),
]  # fmt: skip
SPACES = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\u200b\ufeff\u2581"
MARKERS = [
    "</s>", "<unk>", "<pad>", "<eos>", "<bos>", "<mask>", "<s>", "<table>", "<0x41>", "▁▁", "▁",
    "\n\n", "\t\t", "<extra_id_0>", "<start_of_turn>", "<unused1>", "🎉", "</S>", "<UNK>", "abcabc",
]  # fmt: skip
EMOJI = ["👩‍👩‍👧‍👦", "👍🏽", "🏳️‍🌈", "🇩🇪", "❤️", "😀", "1️⃣", "🧑🏿‍🚀"]
TYPOGRAPHY = ["é", "e\u0301", "ﬁ", "ｆｕｌｌ", "①", "™", "ß", "İ", "Σας", "ΟΔΟΣ", "ǅ", "K", "क्षि", "가", "각", "ﷺ", "㌀", "½", "…"]


def caption(rng):
    words = [rng.choice(WORDS) for _ in range(rng.randint(1, 18))]
    style = rng.random()
    if style < 0.2:
        words = [w.title() for w in words]
    elif style < 0.3:
        words = [w.upper() for w in words]
    text = " ".join(words)
    if rng.random() < 0.4:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(list(",.!?-_'\"()[]{}&%$#@*/\\|~^`<>+=;:")) + text[at:]
    if rng.random() < 0.2:
        text += rng.choice([".", "!", "?", "...", " (2019)", " 3.14", " 1,000", " #tag", " @user"])
    return text


def scripts(rng):
    out = []
    for _ in range(rng.randint(1, 12)):
        low, high = rng.choice(SCRIPTS)
        out.append("".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 6))))
    return rng.choice(["", " ", "  "]).join(out)


def anything(rng):
    out = []
    for _ in range(rng.randint(0, 14)):
        kind = rng.randrange(11)
        if kind <= 2:
            out.append(rng.choice(WORDS))
        elif kind == 3:
            out.append("".join(rng.choice(SPACES) for _ in range(rng.randint(1, 4))))
        elif kind == 4:
            out.append(rng.choice(MARKERS))
        elif kind == 5:
            out.append(rng.choice(EMOJI))
        elif kind == 6:
            out.append(rng.choice(TYPOGRAPHY))
        elif kind == 7:
            out.append(chr(rng.randrange(0x20)) if rng.random() < 0.5 else chr(rng.randint(0x7F, 0x9F)))
        elif kind == 8:
            out.append(str(rng.randrange(10 ** rng.randint(1, 12))))
        elif kind == 9:
            out.append(rng.choice(["&amp;", "&lt;b&gt;", "<b>", "</div>", "&#39;", "&eacute;", "&nbsp;"]))
        else:
            c = rng.randrange(0x110000)
            out.append("\ufffd" if 0xD800 <= c < 0xE000 else chr(c))
        if rng.random() < 0.6:
            out.append(" ")
    return "".join(out)


def long_word(rng):
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(30, 400)))


def random_text(rng):
    kind = rng.random()
    if kind < 0.4:
        return caption(rng)
    if kind < 0.6:
        return scripts(rng)
    if kind < 0.97:
        return anything(rng)
    return long_word(rng) if kind < 0.99 else caption(rng) * rng.randint(5, 40)


def texts(count, seed):
    rng = random.Random(seed)
    fixed = ["", " ", "  ", "▁", "▁▁", "</s>", "a </s>", "</s> a", "<unk>", "x\x00y", "\r\n", "A\u030a",
             "\u2460\u0301 x", "straße ﬁ", "_", "under_score and-hyphen", "İstanbul", "ΟΔΟΣ ΣΑΣ", "a\u200bb", "\u3000a\u3000"]  # fmt: skip
    return (fixed + [random_text(rng) for _ in range(count)])[:count]


def corpus(rng, lines, large):
    for _ in range(lines):
        yield random_text(rng) if rng.random() < (0.3 if large else 0.03) else caption(rng)
    if large:
        root = pathlib.Path(spm.__file__).parent.parent
        for file in sorted(root.glob("*/**/*.py"))[:400]:
            try:
                for line in file.read_text("utf-8").splitlines()[:400]:
                    if line.strip():
                        yield line[:300]
            except UnicodeDecodeError:
                pass


def train(file, lines, large, **settings):
    rng = random.Random(23)
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=(s.replace("\0", " ") for s in corpus(rng, lines, large)),
        model_writer=model,
        num_threads=1,
        minloglevel=2,
        hard_vocab_limit=False,
        seed_sentencepiece_size=200000,
        **settings,
    )
    proto = import_protobuf().ModelProto.FromString(model.getvalue())
    proto.ClearField("self_test_data")
    proto.normalizer_spec.ClearField("normalization_rule_tsv")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(proto.SerializeToString())
    return proto


def small_rules(file):
    """A few of the rules of nmt_nfkc, so that the character map stays small."""
    wanted = [c for low, high in [(0xA0, 0x17F), (0x2000, 0x2040), (0x2100, 0x2130), (0x2460, 0x2480),
                                  (0x3000, 0x3001), (0xFB00, 0xFB07), (0xFF01, 0xFF60)] for c in range(low, high)]  # fmt: skip
    rules = {}
    for c in wanted:
        composed = unicodedata.normalize("NFKC", chr(c))
        if composed != chr(c):
            rules[chr(c)] = composed
        pair = unicodedata.normalize("NFD", chr(c))
        if len(pair) == 2:
            rules[pair] = unicodedata.normalize("NFKC", chr(c))
    for c in [1, 2, 3, 7, 0x7F, 0x200B]:
        rules[chr(c)] = "" if c < 0x100 else " "
    rules["\u2460\u0301"] = "one"  # SentencePiece takes this rule, tokenizers that of its beginning
    for c in "\t\n\r\u00a0\u3000":
        rules[c] = " "
    code = lambda s: " ".join("%X" % ord(c) for c in s)  # noqa: E731
    file.write_text("".join(f"{code(k)}\t{code(v)}\n" for k, v in sorted(rules.items())), "utf-8")


def write_json(file, value):
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def piece_scores(proto):
    return [(p.piece, p.score) for p in proto.pieces]


def old_pipeline(proto, file):
    """tokenizer.json as transformers 4 wrote it for T5."""
    unk = next(i for i, p in enumerate(proto.pieces) if p.type == 2)
    tokenizer = Tokenizer(models.Unigram(piece_scores(proto), unk, proto.trainer_spec.byte_fallback))
    steps = [normalizers.Strip(left=False, right=True), normalizers.Replace(_regex(" {2,}"), "▁")]
    if proto.normalizer_spec.precompiled_charsmap:
        steps = [normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)] + steps
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=["$A", "</s>"], pair=["$A", "</s>", "$B", "</s>"], special_tokens=[("</s>", 1)]
    )
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>"])
    tokenizer.save(str(file))


def _regex(pattern):
    from tokenizers import Regex

    return Regex(pattern)


def is_guessed(text):
    """Whether ftfy guesses a wrong charset, where jclip leaves the text as it is."""
    return ftfy.fix_text(text) != ftfy.fix_text(text, ftfy.TextFixerConfig(fix_encoding=False))


def write_expected(folder, all_texts, peers):
    with open(folder / "expected.jsonl", "w", encoding="utf-8") as out:
        for i, text in enumerate(all_texts):
            row = {"text": text}
            for name, encode in peers.items():
                if name == "canonicalize64" and is_guessed(text):
                    continue
                row[name] = encode(text)
            out.write(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n")
    print(folder, len(all_texts), sorted(peers), flush=True)


CONFIG = {"model_max_length": 64, "eos_token": "</s>", "unk_token": "<unk>"}


def siglip_folder(folder, proto, all_texts):
    """SigLIP: spiece.model alone, and with the class that lower-cases switched off."""
    sp = spm.SentencePieceProcessor(model_file=str(folder / "spiece.model"))
    write_json(folder / "tokenizer_config.json",
               CONFIG | {"tokenizer_class": "SiglipTokenizer", "pad_token": "</s>", "do_lower_case": True})  # fmt: skip
    siglip = AutoTokenizer.from_pretrained(folder)
    assert type(siglip) is SiglipTokenizer
    write_expected(folder, all_texts, {
        "folder": lambda t: siglip(t).input_ids,
        "folder64": lambda t: siglip(t, padding="max_length", truncation=True, max_length=64).input_ids,
        "model": lambda t: sp.encode(t),
    })  # fmt: skip


def t5_folder(folder, proto, all_texts):
    """The same vocabulary as timm and open_clip publish it: T5's class and tokenizer.json."""
    folder.mkdir(parents=True, exist_ok=True)
    old_pipeline(proto, folder / "tokenizer.json")
    write_json(folder / "tokenizer_config.json",
               CONFIG | {"tokenizer_class": "T5Tokenizer", "pad_token": "</s>", "extra_ids": 0})  # fmt: skip
    t5 = AutoTokenizer.from_pretrained(folder)
    assert type(t5) is T5Tokenizer
    raw = Tokenizer.from_file(str(folder / "tokenizer.json"))
    clean = get_clean_fn("canonicalize")
    write_expected(folder, all_texts, {
        "folder": lambda t: t5(t).input_ids,
        "json": lambda t: raw.encode(t).ids,
        "canonicalize64": lambda t: t5(clean(t), padding="max_length", truncation=True, max_length=64).input_ids,
    })  # fmt: skip


def gemma_files(folder, proto):
    from transformers.tokenization_utils_base import generate_merges

    folder.mkdir(parents=True, exist_ok=True)
    vocab = {p.piece: i for i, p in enumerate(proto.pieces)}
    scores = {p.piece: p.score for p in proto.pieces}
    merges = generate_merges(vocab, scores)
    tokenizer = Tokenizer(models.BPE(vocab, merges, fuse_unk=True, unk_token="<unk>", byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    from tokenizers import AddedToken

    for p in proto.pieces:
        if p.type in (2, 3, 4):
            tokenizer.add_tokens([AddedToken(p.piece, normalized=False, special=p.type != 4)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=["$A", "<eos>"], pair=["$A", "<eos>", "$B", "<eos>"], special_tokens=[("<eos>", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))


GEMMA_CONFIG = {
    "add_bos_token": False, "add_eos_token": True, "bos_token": "<bos>", "eos_token": "<eos>",
    "pad_token": "<pad>", "unk_token": "<unk>", "model_max_length": 64, "padding_side": "right",
}  # fmt: skip


def gemma_folder(folder, proto, all_texts, cls):
    gemma_files(folder, proto)
    write_json(folder / "tokenizer_config.json", GEMMA_CONFIG | {"tokenizer_class": cls.__name__})
    peer = cls.from_pretrained(folder)
    raw = Tokenizer.from_file(str(folder / "tokenizer.json"))
    clean = get_clean_fn("canonicalize")
    write_expected(folder, all_texts, {
        "folder": lambda t: peer(t).input_ids,
        "folder64": lambda t: peer(t, padding="max_length", truncation=True, max_length=64).input_ids,
        "json": lambda t: raw.encode(t).ids,
        "canonicalize64": lambda t: peer(clean(t), padding="max_length", truncation=True, max_length=64).input_ids,
    })  # fmt: skip


def model_folder(folder, all_texts, name):
    sp = spm.SentencePieceProcessor(model_file=str(folder / name))
    write_expected(folder, all_texts, {"model": lambda t: sp.encode(t)})


T5 = {"model_type": "unigram", "pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
GEMMA = {
    "model_type": "bpe", "pad_id": 0, "eos_id": 1, "bos_id": 2, "unk_id": 3, "byte_fallback": True,
    "split_digits": True, "allow_whitespace_only_pieces": True, "add_dummy_prefix": False,
    "remove_extra_whitespaces": False, "normalization_rule_name": "identity",
    "bos_piece": "<bos>", "eos_piece": "<eos>",
    "user_defined_symbols": ["<mask>", "<table>", "<unused1>", "<start_of_turn>", "\n", "\n\n", "\t\t", "▁▁", "▁▁▁", "abcabc"],
}  # fmt: skip


def small(out):
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    rules = out / "rules.tsv"
    small_rules(rules)
    chosen = [t for t in texts(400, 1) if len(t) < 150][:130]
    proto = train(out / "siglip" / "spiece.model", 3000, False, vocab_size=500,
                  character_coverage=0.98, normalization_rule_tsv=str(rules), **T5)  # fmt: skip
    rules.unlink()
    siglip_folder(out / "siglip", proto, chosen)
    t5_folder(out / "t5", proto, chosen)
    proto = train(out / "gemma-model" / "tokenizer.model", 3000, False, vocab_size=700,
                  character_coverage=0.98, **GEMMA)  # fmt: skip
    model_folder(out / "gemma-model", chosen, "tokenizer.model")
    gemma_folder(out / "gemma", proto, chosen, Siglip2Tokenizer)


def coverage(size):
    return 0.98 if size < 5000 else 0.9995


def large(out):
    all_texts = texts(10000, 2)
    for size in (1000, 8000, 32000):
        name = f"unigram-{size}"
        proto = train(out / name / "spiece.model", 6000, True, vocab_size=size,
                      normalization_rule_name="nmt_nfkc", character_coverage=coverage(size), **T5)  # fmt: skip
        siglip_folder(out / name, proto, all_texts)
        t5_folder(out / f"t5-{size}", proto, all_texts)
    variants = {
        "fallback": {"byte_fallback": True, "normalization_rule_name": "nfkc_cf"},
        "symbols": {"user_defined_symbols": ["<table>", "abcabc", "🎉", "▁▁", "\t\t"], "remove_extra_whitespaces": False},
        "suffix": {"treat_whitespace_as_suffix": True, "normalization_rule_name": "identity"},
        "crossing": {"split_by_whitespace": False, "add_dummy_prefix": False},
    }  # fmt: skip
    for name, settings in variants.items():
        train(out / f"unigram-{name}" / "sentencepiece.model", 6000, False, vocab_size=2000,
              character_coverage=0.99, **T5, **settings)  # fmt: skip
        model_folder(out / f"unigram-{name}", all_texts, "sentencepiece.model")
    for size in (1000, 8000, 32000):
        name = f"bpe-{size}"
        proto = train(out / name / "tokenizer.model", 6000, True, vocab_size=size,
                      character_coverage=coverage(size), **GEMMA)  # fmt: skip
        model_folder(out / name, all_texts, "tokenizer.model")
        gemma_folder(out / f"gemma-{size}", proto, all_texts, GemmaTokenizer)
        gemma_folder(out / f"siglip2-{size}", proto, all_texts, Siglip2Tokenizer)
    train(out / "bpe-plain" / "tokenizer.model", 6000, False, vocab_size=2000, model_type="bpe",
          character_coverage=0.99, user_defined_symbols=["abcabc", "<table>"])  # fmt: skip
    model_folder(out / "bpe-plain", all_texts, "tokenizer.model")


if __name__ == "__main__":
    {"small": small, "large": large}[sys.argv[1]](pathlib.Path(sys.argv[2]))
