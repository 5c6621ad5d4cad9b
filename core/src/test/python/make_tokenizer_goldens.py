"""Computes src/test/resources/dev/jclip/tokenizer/goldens.jsonl from the vocabulary beside it with the reference tokenizers.

Usage: python make_tokenizer_goldens.py OPENAI_CLIP_CHECKOUT
Needs open_clip_torch, ftfy, regex and transformers; OpenAI's tokenizer is read from its checkout.
The vocabulary itself is what BpeTrainer learns from SyntheticCaptions; BpeTrainerTest compares them.
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "clip"))
from open_clip.tokenizer import SimpleTokenizer
from simple_tokenizer import SimpleTokenizer as OpenAiTokenizer
from transformers import CLIPTokenizerFast

here = pathlib.Path(__file__).parent.parent / "resources/dev/jclip/tokenizer"
merges = str(here / "bpe_tiny.txt.gz")
open_clip, openai = SimpleTokenizer(bpe_path=merges), OpenAiTokenizer(merges)
hugging_face = CLIPTokenizerFast.from_pretrained(here / "hf")

TEXTS = [
    "", " ", "a photo of a red fox", "A Photo OF two FOXES!", "a   photo\n\tof\r\na kettle",
    "don't you think it's 3.14 or 1,000,000?", "I'LL we'Ve you're he'd they'm", "rock 'n' roll's",
    "naïve café déjà vu", "e\u0301 combining \u0041\u030a", "日本語のテキスト 日本の茶", "Привет мир", "مرحبا بالعالم",
    "नमस्ते दुनिया", "emoji 😀🎉👩‍👩‍👧 mixed 🏽", "über-straße ﬁne ligature", "ŉ Ĳ ĳ Ǆ ǅ ǆ Ǉ ǈ ǉ Ǌ ǋ ǌ Ǳ ǲ ǳ ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ",
    "&lt;html&gt; &amp;amp; entities &quot;quoted&quot;", "&amp;amp;lt;b&amp;amp;gt;", "AT&T &ampersand &AMP &copy2024 &notit; &CounterClockwiseContourIntegral;",
    "&#65;&#x42;&#X43 &#150; &#x80; &#0; &#xD800; &#x110000; &#1; &#59; &#xfdd0; &#99999999999;", "P&EACUTE;REZ stra&SZLIG;e &ntilde;&NTILDE;&nTILDE;",
    "<b>&amp;lt; tags keep &eacute; once</b>", "one &lt; line\n<i> then &amp;lt; another\nand &amp;lt; last", "& && &; &#; &#x; &#xg;",
    "“smart quotes” – ‘dashes’ — … ‚low‛ „high‟ ʼn", "ＬＯＵＤ　ＮＯＩＳＥＳ ﾊﾟｰﾃｨｰ ￣ ￦", "\x1b[36;44mblue\x1b[0m \x1b[x \x1b\x00[1m end",
    "tab\tbell\x07null\x00\x0b\x0c\x7f\ufeff\u206a\ufff9\ufffc.", "\x93quoted\x94 \x85 \x80", "line\u2028para\u2029end\rcr",
    "zero\u200bwidth\u00a0nbsp\u3000wide\u2009thin", "\u202ertl override\u202c", "①②③ Ⅳ ½ ² ٣ 四", "ΣΟΦΟΣ ΑΣ'Α ΑΣ. Σ Σ\u0301 α\u0345Σ", "İstanbul ISPARTA ıI ẞ ǅ",
    "'ſ 'S it'ſ ſtart", "\u1fbc\u0301 a\u0345b", "<|startoftext|> literal <|endoftext|> markers", "<|STARTOFTEXT|>!! <|EndOfText|>?",
    "<start_of_text>red<end_of_text> <START_OF_TEXT> <ſtart_of_text> .<end_of_text>", "&lt;start_of_text&gt; &lt;|endoftext|&gt;", "</w> a</w>b",
    "!!!???...---___", "https://example.org/path?q=1&r=2", "foo_bar2baz x2y3", "lanternlanterns strawberrystrawberry", "a" * 300, "red fox " * 60,
    "ab\u0378c \ue000 \U000e0067 \U0001f1e9\U0001f1ea", "가각 \u1100\u1161\u11a8 \u0958", "𝒥ohn ℋancock 𝟙𝟚",
]
with open(here / "goldens.jsonl", "w", encoding="ascii") as out:
    for text in TEXTS:
        out.write(json.dumps({
            "text": text,
            "cleaned": open_clip.clean_fn(text),
            "openAi": openai.encode(text),
            "openClip": open_clip.encode(text),
            "huggingFace": hugging_face(text)["input_ids"],
        }) + "\n")
