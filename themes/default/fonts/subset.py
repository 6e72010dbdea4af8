"""Cuts Source Serif 4 to the two files in assets/: `python3 subset.py FOLDER`, where FOLDER holds its VAR/*.ttf (npm: source-serif 4.5.1).

Needs fonttools and brotli. The licence reserves the name "Source", so the cut has another one.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x192, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x218, 0x219, 0x21A, 0x21B, 0x2C6, 0x2DA, 0x2DC]
SIGNS = [0x2002, 0x2003, 0x2009, 0x200A, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2021]
SIGNS += [0x2022, 0x2026, 0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2260]
SIGNS += [0x2264, 0x2265]
FEATURES = ["kern", "ccmp", "locl", "liga", "onum", "lnum", "tnum", "pnum"]
ASSETS = Path(__file__).parent.parent / "assets"


def cut(source, target, weights, features):
    font = instancer.instantiateVariableFont(TTFont(source), {"opsz": 14, "wght": weights})
    if "gvar" in font:
        for glyph in font.getGlyphOrder():
            if glyph not in font["gvar"].variations:
                font["gvar"].variations[glyph] = []
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16, 25):
            name = str(record).replace("Source Serif 4 Variable", "Offprint Serif").replace("Source Serif 4", "Offprint Serif")
            record.string = name.replace("SourceSerif4Variable", "OffprintSerif").replace("SourceSerif4", "OffprintSerif")
    options = subset.Options(layout_features=features, flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS + SIGNS)
    subsetter.subset(font)
    subset.save_font(font, target, options)


variable = Path(sys.argv[1]) / "VAR"
cut(variable / "SourceSerif4Variable-Roman.ttf", ASSETS / "serif.woff2", (400, 600), [*FEATURES, "smcp"])
cut(variable / "SourceSerif4Variable-Italic.ttf", ASSETS / "serif-italic.woff2", 400, FEATURES)
