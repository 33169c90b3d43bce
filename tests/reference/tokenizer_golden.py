"""Goldens for core/tokenizer from the reference implementation.

pip install tokenizers==0.23.3
python3 tests/reference/tokenizer_golden.py      (from the source root)

Trains a small tokenizer of Qwen's shape on the words below and one of DeepSeek's shape, and records what the reference
makes of a few hundred strings, with and without added tokens, and of random ids on the way back.
"""
import json
import random

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

OUT = "tests/data/tokenizer"
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
DEEPSEEK = [r"\p{N}{1,3}", r"[一-龥぀-ゟ゠-ヿ]+",
            r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"]

TEXT = """The quick brown fox jumps over the lazy dog. It's what we'll have, they've said; I'm sure you're right and he'd know.
Please output the layout information from the PDF image, including each layout element's bbox and its category.
Der schnelle Fuchs läuft über die Straße, größer als je zuvor. Où est le café? Là-bas, près de la forêt. ¿Dónde está?
Příliš žluťoučký kůň úpěl ďábelské ódy. Zażółć gęślą jaźń. Быстрая коричневая лиса прыгает через ленивую собаку.
Η γρήγορη καφέ αλεπού. 日本語のテスト、OCR。 中文文本识别系统。 한국어 텍스트 인식. नमस्ते दुनिया. สวัสดีชาวโลก. שלום עולם. مرحبا بالعالم
<table><thead><tr><td>12</td><td>34.5</td></tr></thead></table> $$\\frac{a}{b} = \\sqrt{c^2 + 1}$$ [{"bbox": [10, 20, 30, 40], "category": "Text"}]
def main(argc: int) -> None:\n\tfor i in range(10):\n\t\tprint(i, "x = %d" % (i * 2))\n
""".split("\n")

HAND = ["", " ", "  ", "\n", "\t", "a", "Hello  world", "a\n\n  b", "it's DON'T we'LL", "12,345.67", "x  ", "\t\tfoo", "foo(bar)\n\nbaz",
        "x2, y2]\n\n2. L", "    - Picture: For", "日本語のテスト、OCR。", "...\n", "a\r\n\r\nb", "x \n y", "½²Ⅳ", "$$\\frac{a}{b}$$", "<td>12</td>",
        "e\u0301 o\u0308 A\u030a", "\u1e9b\u0323", "\u212b \u2126 \ufb01", "\u0958 \u0344", "가 \u1100\u1161\u11a8", "I\u017ft 'ſ 'S 'ſa",
        "a\u00a0b\u00a0 c", "a\u2003\u2003b", "a\u200bb", "a\u0085b", "a\u2028b\u2029c", "a\u180eb \u180e c", "a\u3000b", "\ufeffabc", "a\u00adb",
        "👩‍👩‍👧 🇩🇪 👍🏽", "x\u0000y", "\u0001\u001f\u007f", "\U0010ffff \ue000", "a" * 300, " " * 50 + "x", "\n" * 20, "ab " * 60,
        "''''", "'s's't", "can't CAN'T can’t", "don't'", "1234567890", "١٢٣ ४५६ 一二三", "①②③ ⅷ ¾", "a1b2c3", "x_y-z", "C++ C# .NET",
        "https://example.org/a?b=c&d=%20#e", "foo@bar.com", "<|im_start|>user\nhi<|im_end|>", "<|im_start|", "<<|im_end|>>", "<|im_end|><|im_end|>",
        "<tool_call>x</tool_call>", "a<tool_call> b", "Ångström", "A\u030angstro\u0308m<|im_end|>", "a t\u1ecdken, to\u0323kens", "<|user|><|img|><|imgpad|><|imgpad|><|endofimg|>",
        "<|endofuser|><|assistant|>text<|endofassistant|>", "<|endoftext|>", "名前<|user|>名前", "\\(x^2\\) \\[y\\]", "_____", "....................", "-----",
        "tab\tsep\tvalues", "trailing ", " leading", "\r", "a\rb", "\u202eabc\u202c", "ﷺ", "ǆ ǅ Ǆ", "ß ẞ SS", "İ i̇ ı", "ς σ Σ"]


def strings():
    rng = random.Random(7)
    out = list(HAND) + [line for line in TEXT if line]
    alphabet = list("abcdeXYZ  \n\t'.,:;-0123<>|()[]{}\"\\/") + list("éüßñçøåžłşœ€“”–…·½日本語中文가абвγδעب") + ["\u0301", "\u200d", "😀", "\r\n", "'ll", "'S", "<|im_end|>", "<|img|>", "<tool_call>"]
    for _ in range(160):
        out.append("".join(rng.choice(alphabet) for _ in range(rng.randint(1, 40))))
    for _ in range(40):
        out.append("".join(chr(rng.choice([rng.randrange(0x20, 0x250), rng.randrange(0x370, 0x600), rng.randrange(0x900, 0xE80),
                                           rng.randrange(0x2000, 0x2600), rng.randrange(0x3000, 0x9FFF), rng.randrange(0x1F300, 0x1F700)]))
                           for _ in range(rng.randint(1, 20))))
    return out


def qwen_shaped():
    t = Tokenizer(models.BPE())
    t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(QWEN), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.ByteLevel(trim_offsets=False)
    t.train_from_iterator(TEXT * 3, trainers.BpeTrainer(vocab_size=700, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    t.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_end|>>", "<|img|>")])
    t.add_tokens([AddedToken("<tool_call>", special=False, normalized=False), AddedToken("</tool_call>", special=False, normalized=False),
                  AddedToken("to\u0323ken", special=False, normalized=True)])
    return t


def deepseek_shaped():
    t = Tokenizer(models.BPE())
    t.normalizer = normalizers.Sequence([])
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(r), "isolated") for r in DEEPSEEK] + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(TEXT * 3, trainers.BpeTrainer(vocab_size=600, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    t.add_special_tokens([AddedToken("<|im_end|>", special=True, normalized=True), AddedToken("<|img|>", special=True, normalized=False)])
    return t


def without_added(path):
    data = json.load(open(path, encoding="utf-8"))
    data["added_tokens"] = []
    return Tokenizer.from_str(json.dumps(data))


def goldens(path):
    t, plain = Tokenizer.from_file(path), without_added(path)
    rng = random.Random(11)
    cases = []
    for s in strings():
        ids = t.encode(s, add_special_tokens=False).ids
        cases.append({"text": s, "ids": ids, "plain": plain.encode(s, add_special_tokens=False).ids, "decoded": t.decode(ids, skip_special_tokens=True)})
    size = max(t.get_vocab().values()) + 1
    decodes = []
    for _ in range(100):
        ids = [rng.randrange(size if rng.random() < 0.7 else 256) for _ in range(rng.randint(1, 24))]
        decodes.append({"ids": ids, "text": t.decode(ids, skip_special_tokens=True)})
    return {"tokenizer": path, "cases": cases, "decodes": decodes}


def main():
    qwen_shaped().save(f"{OUT}/qwen_shaped.json", pretty=False)
    deepseek_shaped().save(f"{OUT}/deepseek_shaped.json", pretty=False)
    all_goldens = [goldens(p) for p in (f"{OUT}/qwen_shaped.json", f"{OUT}/deepseek_shaped.json", "resources/models/reader-tiny/tokenizer.json")]
    with open(f"{OUT}/golden.json", "w", encoding="utf-8") as f:
        json.dump(all_goldens, f, ensure_ascii=True, separators=(",", ":"))
        f.write("\n")


main()
