#!/usr/bin/env python3
"""Fills a .ts file with a pseudo-language: every word in brackets, accented, two fifths longer. pseudo.py FILE.ts"""
import re
import sys
import xml.etree.ElementTree as tree

ACCENTS = str.maketrans("aeiouyAEIOUcnsz", "àéîöûýÀÉÎÖÛçñšž")
KEPT = re.compile(r"(%L?\d+|%n|\([^()]*\*[^()]*\)|\(s\))")  # placeholders and patterns of file names


def pseudo(text):
    accented = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(text))
    return "⟦" + accented + "·" * round(len(text) * 0.4) + "⟧"


def main(path):
    file = tree.parse(path)
    for message in file.getroot().iter("message"):
        source, translation = message.find("source").text, message.find("translation")
        translation.attrib.pop("type", None)
        for form in translation.findall("numerusform"):
            form.text = pseudo(source.replace("(s)", "s"))
        if message.get("numerus") is None:
            translation.text = pseudo(source)
    body = tree.tostring(file.getroot(), encoding="unicode", short_empty_elements=False)
    with open(path, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + body + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
