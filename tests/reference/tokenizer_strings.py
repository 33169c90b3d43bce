"""Two thousand strings through the reference tokenizers: tests/data/tokenizer/{strings.json,strings_golden.json,glm_shaped.json}.

    python tests/reference/tokenizer_strings.py        (from the source root)

Multilingual text, code, mark-up, emoji, white space, digits, both normal forms, special tokens inside text, and broken
UTF-8 (as bytes; the reference sees U+FFFD for each maximal wrong part, as Python and the web decode). Tokenizers of Qwen's,
DeepSeek's and GLM's shape. For each string and tokenizer four 32-bit hashes: ids with added tokens matched, ids of plain
text, what the ids decode to, and what is streamed token by token is compared with that in C++.
"""
import json
import random
import unicodedata

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

FOLDER = "tests/data/tokenizer"
GLM = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
TOKENIZERS = ["qwen_shaped.json", "deepseek_shaped.json", "glm_shaped.json"]

WORDS = """the page of a scanned letter layout element bbox category table formula Straße größer café naïve façade Ångström
žluťoučký kůň Zażółć gęślą İstanbul ığdır Быстрая лиса ленивую собаку съешь ещё Η γρήγορη αλεπού ὕδωρ ᾧ שָׁלוֹם עולם مَرحَبًا بالعالم
नमस्ते दुनिया क्षत्रिय สวัสดีชาวโลก ไม่ได้ 안녕하세요 세계 한글 日本語 テスト ガギグ カ゛ 中文文本识别系统 汉字 漢字 繁體 ༀམཎི ខ្មែរ தமிழ் ಕನ್ನಡ ᚠᚢᚦ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈𐌰 ﬁne ﬂow
½ ² ³ ⅷ Ⅳ ① ٣٤٥ ४५६ 一二三 12 345 6789 3.1415 1,000,000 0xFF 1e-9 2024-05-01 12:34:56 +49(0)30/12345""".split()
CODE = ["def f(x: int) -> None:\n\treturn x * 2\n", "for (int i = 0; i < n; ++i) { sum += a[i]; }", "SELECT * FROM t WHERE a >= 1 AND b != 'x';",
        "#include <vector>\r\nstd::vector<int> v{1, 2, 3};\r\n", "<td colspan=\"2\">12</td></tr>\n</tbody>", "[{\"bbox\": [10, 20, 30, 40], \"category\": \"Text\"}]",
        "$$\\frac{a_{1}}{\\sqrt{b^2 + c}}$$", "```html\n<p data-bbox=\"310 94 658 132\">x</p>\n```", "## Title\n\n- item\n  - sub\n1. one\n", "a->b && !c || d ? e : f",
        "\\begin{tabular}{|l|r|} \\hline x & y \\\\ \\end{tabular}", "http://a.b/c?d=e&f=%20#g", "user.name+tag@example.co.uk", "C:\\Users\\x\\file.txt"]
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", " \n ", "\u00a0", "\u3000", "\u2003", "\u2028", "\u0085", "\u200b", "\ufeff", "\x0b", "\x0c", "\u180e", "\u1680"]
SIGNS = list(".,:;!?'\"()[]{}<>|/\\@#$%^&*-_+=~`") + ["…", "—", "–", "“", "”", "«", "»", "、", "。", "·", "•", "€", "£", "°", "§", "™", "←", "∑", "≠", "☐", "☑"]
EMOJI = ["😀", "👩‍👩‍👧", "🇩🇪", "👍🏽", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🤦🏼‍♂️"]
MARKS = ["\u0301", "\u0308", "\u030a", "\u0323", "\u0327", "\u3099", "\u0338", "\u05b8", "\u0651", "\u200d", "\ufe0f", "\u0344", "\u0f71"]
SPECIAL = ["<|im_end|>", "<|im_start|>", "<|endoftext|>", "<|img|>", "<tool_call>", "</tool_call>", "<|im_end|", "<|im_end|>>", "to\u0323ken", "t\u1ecdken", "<|user|>", "<|image|>", "<|"]
CONTRACTIONS = ["'s", "'T", "'re", "'VE", "'ll", "'d", "'M", "'ſ", "'S'", "''"]


def mixture(rng, kinds, least, most):
    return "".join(rng.choice(rng.choice(kinds)) for _ in range(rng.randint(least, most)))


def any_scalar(rng):
    while True:
        c = rng.choice([rng.randrange(0x80), rng.randrange(0x800), rng.randrange(0x10000), rng.randrange(0x110000)])
        if not 0xD800 <= c < 0xE000:
            return chr(c)


def broken(rng):
    """UTF-8 with wrong bytes in it: lone and missing continuations, cut ends, overlong forms, surrogates, beyond the end."""
    wrong = [b"\x80", b"\xbf\xbf", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xc0\xaf", b"\xc1\x81", b"\xe0\x80\xaf", b"\xe0\x9f\xbf", b"\xed\xa0\x80",
             b"\xed\xbf\xbf\xed\xb0\x80", b"\xf0\x80\x80\xaf", b"\xf4\x90\x80\x80", b"\xf5\x80", b"\xfe", b"\xff\xff", b"\xf8\x88\x80\x80\x80", b"\xe2\x28\xa1"]
    parts = [rng.choice(wrong) if rng.random() < 0.5 else rng.choice(WORDS + SPACES + EMOJI + SIGNS).encode() for _ in range(rng.randint(1, 8))]
    text = b"".join(parts)
    return text[:-1] if rng.random() < 0.3 and len(text) > 1 else text


def strings():
    rng = random.Random(20)
    out = [""] + SPACES + EMOJI + MARKS + SPECIAL + CODE
    kinds = [WORDS, WORDS, SPACES, SIGNS]
    for _ in range(500):
        out.append(" ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 8))))
    for _ in range(400):
        out.append(mixture(rng, kinds, 1, 14))
    for _ in range(200):
        out.append(mixture(rng, [CODE, SPACES, WORDS], 1, 3))
    for _ in range(200):
        out.append(mixture(rng, [EMOJI, MARKS, WORDS, SPACES], 1, 8))
    for _ in range(150):
        out.append(mixture(rng, [SPECIAL, WORDS, SPACES, SIGNS], 1, 6))
    for _ in range(100):
        out.append(mixture(rng, [WORDS, CONTRACTIONS, SPACES], 2, 8))
    for _ in range(100):
        out.append(mixture(rng, [SPACES], 1, 12) + rng.choice(["", "x", "1", "."]))
    for _ in range(120):
        out.append("".join(any_scalar(rng) for _ in range(rng.randint(1, 12))))
    while len(out) < 1900:
        out.append(unicodedata.normalize(rng.choice(["NFC", "NFD", "NFKD"]), mixture(rng, [WORDS, MARKS, ["가", "각", "Å", "Ω", "ǆ", "ệ"]], 1, 6)))
    return [s.encode() for s in out[:1900]] + [broken(rng) for _ in range(100)]


def glm_shaped(texts):
    t = Tokenizer(models.BPE(ignore_merges=True))
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(GLM), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=700, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    t.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in ("<|endoftext|>", "<|user|>", "<|image|>", "<|im_end|>")])
    return t


def fnv32(data):
    h = 0x811C9DC5
    for byte in data:
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h


def ids_hash(ids):
    return fnv32(b"".join(i.to_bytes(4, "little") for i in ids))


def without_added(path):
    data = json.load(open(path, encoding="utf-8"))
    data["added_tokens"] = []
    return Tokenizer.from_str(json.dumps(data))


def main():
    cases = strings()
    assert len(cases) == 2000
    glm_shaped([c.decode() for c in cases[::3][:600]]).save(f"{FOLDER}/glm_shaped.json", pretty=False)
    golden = []
    for name in TOKENIZERS:
        t, plain = Tokenizer.from_file(f"{FOLDER}/{name}"), without_added(f"{FOLDER}/{name}")
        rows = []
        for case in cases:
            text = case.decode("utf-8", "replace")
            ids = t.encode(text, add_special_tokens=False).ids
            rows.append([ids_hash(ids), ids_hash(plain.encode(text, add_special_tokens=False).ids), fnv32(t.decode(ids, skip_special_tokens=True).encode())])
        golden.append({"tokenizer": f"{FOLDER}/{name}", "hashes": rows})
    as_text = [c.decode() if i < 1900 else c.hex() for i, c in enumerate(cases)]
    with open(f"{FOLDER}/strings.json", "w", encoding="utf-8") as f:
        f.write("[" + ",\n".join(json.dumps(s, ensure_ascii=False) for s in as_text) + "]\n")
    with open(f"{FOLDER}/strings_golden.json", "w", encoding="utf-8") as f:
        json.dump(golden, f, separators=(",", ":"))
        f.write("\n")
    print(f"{len(cases)} strings, {len(TOKENIZERS)} tokenizers")


if __name__ == "__main__":
    main()
