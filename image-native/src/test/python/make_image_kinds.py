"""Makes pictures as many programs write them, and what Pillow reads from each of them.

    python make_image_kinds.py OUT.zip [COUNT] [SEED]

COUNT files (2000 without it) in turns over all kinds below; the others of a kind differ by SEED. The archive holds
NAME (the picture) and either NAME.upright.rgb (exif_transpose, then convert("RGB"): width and height as 32-bit
little-endian numbers, then the pixels) or NAME.refused (Pillow's reason). Where Pillow takes bytes in a wrong order or
for others, NAME.misread stands beside, and the pixels are those of the same samples uncompressed in one plane.
PillowKindsTest compares; it reads an archive that -Djclip.pillow.kinds=OUT.zip names. The committed pillow-kinds.zip is
that of COUNT 231, SEED 22. Needs Pillow 12.3, numpy and imagecodecs.
"""
import io
import lzma
import os
import pickle
import random
import struct
import sys
import warnings
import zipfile
import zlib

import imagecodecs
import numpy as np
from PIL import Image, ImageOps

warnings.simplefilter("ignore")
out_file = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 22
random.seed(seed)
rng = np.random.default_rng(seed)


def smooth(w, h, bands):
    """Gradients and a little noise, so that all coders have something to do."""
    y, x = np.mgrid[0:h, 0:w]
    a, b = rng.uniform(3, 30, 2)
    planes = [128 + 110 * np.sin(x / a + i) * np.cos(y / b + i) + rng.normal(0, rng.choice([0, 3, 12]), (h, w)) for i in range(bands)]
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


def size():
    return random.randint(1, 26), random.randint(1, 22)


def picture(mode, w=None, h=None):
    if w is None:
        w, h = size()
    if mode == "1":
        return Image.fromarray(smooth(w, h, 1)[..., 0]).convert("1", dither=random.choice([0, 3]))
    if mode == "P":
        return Image.fromarray(smooth(w, h, 3)).quantize(random.choice([2, 7, 16, 100, 256]))
    if mode == "I;16":
        return Image.fromarray(smooth(w, h, 1)[..., 0].astype(np.uint16) * random.choice([1, 2, 257]))
    if mode == "I":
        return Image.fromarray((smooth(w, h, 1)[..., 0].astype(np.int32) - 60) * random.choice([1, 3, 100000]))
    if mode == "F":
        return Image.fromarray((smooth(w, h, 1)[..., 0].astype(np.float32) - 60) * random.choice([1.37, 0.004, 3.3]))
    bands = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4, "YCbCr": 3, "LAB": 3}[mode]
    data = smooth(w, h, bands)
    return Image.fromarray(data[..., 0] if bands == 1 else data, mode)


def saved(im, fmt, **kw):
    out = io.BytesIO()
    im.save(out, fmt, **kw)
    return out.getvalue()


# A directory of a TIFF file or of EXIF data: fields are (tag, type, values); bytes for types 1, 2, 6, 7

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}
CODES = {3: "H", 4: "I", 5: "II", 6: "b", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 13: "I", 16: "Q"}


def packed(order, kind, values):
    if isinstance(values, bytes):
        return values
    out = b""
    for value in values:
        out += struct.pack(order + CODES[kind], *(value if isinstance(value, tuple) else (value,)))
    return out


def directory(order, fields, start, big=False, after=0):
    """The bytes of a directory that begins at start, with its values behind it."""
    fields = sorted(fields, key=lambda field: field[0])
    entry, inside, count_code = (20, 8, "Q") if big else (12, 4, "I")
    head = (8 if big else 2) + entry * len(fields) + (8 if big else 4)
    entries, values = b"", b""
    for tag, kind, content in fields:
        data = packed(order, kind, content)
        number = len(data) // SIZES[kind]
        entries += struct.pack(order + "HH" + count_code, tag, kind, number)
        if len(data) <= inside:
            entries += data.ljust(inside, b"\0")
        else:
            entries += struct.pack(order + count_code, start + head + len(values))
            values += data + b"\0" * (len(data) % 2)
    return struct.pack(order + ("Q" if big else "H"), len(fields)) + entries + struct.pack(order + ("Q" if big else "I"), after) + values


def tiff_header(order, first, big=False):
    mark = b"II" if order == "<" else b"MM"
    if big:
        return mark + struct.pack(order + "HHHQ", 43, 8, 0, first)
    return mark + struct.pack(order + "HI", 42, first)


def tiff(order, fields, chunks, big=False, tiled=False):
    """A file of these fields and strips or tiles."""
    at = 16 if big else 8
    data, offsets = b"", []
    for chunk in chunks:
        offsets.append(at + len(data))
        data += chunk + b"\0" * (len(chunk) % 2)
    kind = 16 if big and random.random() < 0.5 else 4
    fields = fields + [(324 if tiled else 273, kind, offsets), (325 if tiled else 279, kind, [len(c) for c in chunks])]
    return tiff_header(order, at + len(data), big) + data + directory(order, fields, at + len(data), big)


# Orientation

def orientation_field(order=None):
    """The field in one of the types in which programs write it."""
    value = random.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 6, 3, 8, 9])
    kind = random.choice([3, 3, 3, 4, 4, 8, 8, 9, 9, 1, 2, 5, 6, 7, 10, 11, 12, 13])
    if kind in (1, 2, 7):
        return (274, kind, bytes([value if kind != 2 else 48 + value]))
    if kind in (5, 10):
        return (274, kind, [(value * random.choice([1, 3]), random.choice([1, 1, 3]))])
    return (274, kind, [value] * random.choice([1, 1, 1, 2]))


def exif(with_orientation=True):
    order = random.choice("<>")
    fields = [(271, 2, b"Maker\0")]
    if with_orientation:
        fields.append(orientation_field())
        if random.random() < 0.1:
            fields.append(orientation_field())
    if random.random() < 0.3:
        fields.append((282, 5, [(72, 1)]))
    fault = random.random()
    first = 8
    if fault < 0.04:
        first = 5000
    data = tiff_header(order, first) + directory(order, fields, 8)
    if 0.04 <= fault < 0.08:
        data = data[: random.randint(8, len(data))]
    if 0.08 <= fault < 0.1:
        data = b"XX" + data[2:]
    return data


def xmp():
    value = random.choice(["1", "2", "3", "4", "5", "6", "7", "8", "0", "9", "6", "12"])
    element = f"<tiff:Orientation>{value}</tiff:Orientation>"
    attribute = f'tiff:Orientation="{value}"'
    body = random.choice([
        f'<rdf:Description {attribute}/>',
        f'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Make="x"\n  {attribute}/>',
        f"<rdf:Description>{element}</rdf:Description>",
        f"<rdf:Description>\n {element}\n</rdf:Description>",
        f"<rdf:Description tiff:Orientation='{value}'/>",
        f"<rdf:Description tiff:Orientation = \"{value}\"/>",
        "<rdf:Description tiff:Make=\"x\"/>",
    ])
    return ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>' + body + '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>').encode()


def sources():
    """EXIF, XMP or both: (exif or None, xmp or None)."""
    kind = random.choice(["exif", "exif", "xmp", "xmp", "both", "xmp beside exif without", "none"])
    return {
        "exif": lambda: (exif(), None),
        "xmp": lambda: (None, xmp()),
        "both": lambda: (exif(), xmp()),
        "xmp beside exif without": lambda: (exif(False), xmp()),
        "none": lambda: (None, None),
    }[kind]()


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def oriented_jpeg():
    jpeg = saved(picture(random.choice(["RGB", "RGB", "L", "CMYK"])), "JPEG", quality=90, progressive=random.random() < 0.3)
    e, x = sources()
    segments = []
    if e is not None:
        kind = random.random()
        if kind < 0.6:
            segments.append(segment(0xE1, b"Exif\0\0" + e))
        elif kind < 0.75:
            cut = random.randint(0, len(e))
            segments += [segment(0xE1, b"Exif\0\0" + e[:cut]), segment(0xE1, b"Exif\0\0" + e[cut:])]
        elif kind < 0.9:
            segments += [segment(0xE1, b"Exif\0\0" + e), segment(0xE1, b"Exif\0\0" + exif())]
        elif kind < 0.95:
            segments.append(segment(0xE1, b"Exif\0\0Exif\0\0" + e))
        else:
            segments.append(segment(0xE1, b"Exif\0\xff" + e))
    if x is not None:
        segments.append(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + x))
        if random.random() < 0.1:
            segments.append(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp()))
    if random.random() < 0.2:
        segments.reverse()
    at = 2 if random.random() < 0.4 else 20  # before or after JFIF's own segment
    if jpeg[2:4] != b"\xff\xe0":
        at = 2
    return "jpg", jpeg[:at] + b"".join(segments) + jpeg[at:]


def png_chunk(tag, data):
    return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))


def png_texts(key, value):
    """One of the three chunks in which a text can stand."""
    kind = random.choice(["tEXt", "zTXt", "iTXt", "iTXt compressed"])
    if kind == "tEXt":
        return png_chunk(b"tEXt", key + b"\0" + value)
    if kind == "zTXt":
        return png_chunk(b"zTXt", key + b"\0\0" + zlib.compress(value))
    if kind == "iTXt":
        return png_chunk(b"iTXt", key + b"\0\0\0en\0" + b"\0" + value)
    return png_chunk(b"iTXt", key + b"\0\1\0\0\0" + zlib.compress(value))


def raw_profile(data):
    data = random.choice([data, b"Exif\0\0" + data])
    digits = data.hex()
    if random.random() < 0.1:
        digits = digits[:-1]
    width = random.choice([72, 40])
    lines = "\n".join(digits[i : i + width] for i in range(0, len(digits), width))
    return f"\nexif\n{len(data):8d}\n{lines}\n".encode()


def oriented_png():
    png = saved(picture(random.choice(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])), "PNG")
    e, x = sources()
    chunks = []
    if e is not None:
        kind = random.random()
        if kind < 0.45:
            chunks.append(png_chunk(b"eXIf", random.choice([e, b"Exif\0\0" + e])))
        elif kind < 0.9:
            chunks.append(png_texts(b"Raw profile type exif", raw_profile(e)))
        else:
            chunks += [png_chunk(b"eXIf", e), png_texts(b"Raw profile type exif", raw_profile(exif()))]
    if x is not None:
        chunks.append(png_texts(b"XML:com.adobe.xmp", x))
        if random.random() < 0.1:
            chunks.append(png_texts(b"XML:com.adobe.xmp", xmp()))
    chunks.append(png_texts(b"Comment", b"tiff:Orientation=\"6\""))
    random.shuffle(chunks)
    extra = b"".join(chunks)
    at = 33 if random.random() < 0.7 else png.index(b"IEND") - 4
    return random.choice(["png", "apng"]), png[:at] + extra + png[at:]


def riff_chunk(tag, data):
    return tag + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def oriented_webp():
    im = picture(random.choice(["RGB", "RGBA"]))
    simple = saved(im.convert("RGB"), "WEBP", lossless=random.random() < 0.4)
    image = simple[12:]
    e, x = sources()
    flags = (8 if e is not None else 0) | (4 if x is not None else 0)
    if random.random() < 0.1:
        flags &= random.choice([0, 4, 8])
    tail = []
    if e is not None:
        tail.append(riff_chunk(b"EXIF", random.choice([e, b"Exif\0\0" + e])))
        if random.random() < 0.1:
            tail.append(riff_chunk(b"EXIF", exif()))
    if x is not None:
        tail.append(riff_chunk(b"XMP ", x))
    head = b""
    if random.random() < 0.9:
        w, h = im.size
        head = riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + struct.pack("<I", w - 1)[:3] + struct.pack("<I", h - 1)[:3])
    body = b"WEBP" + head + image + b"".join(tail)
    return "webp", b"RIFF" + struct.pack("<I", len(body)) + body


def oriented_tiff():
    order, big = random.choice("<>"), random.random() < 0.2
    if big:
        order = "<"
    w, h = size()
    data = smooth(w, h, 3)
    fields = [(256, 4, [w]), (257, 4, [h]), (258, 3, [8, 8, 8]), (259, 3, [1]), (262, 3, [2]), (277, 3, [3]), (278, 3, [h])]
    kind = random.choice(["field", "field", "xmp", "both", "none"])
    if kind in ("field", "both"):
        fields.append(orientation_field())
    if kind in ("xmp", "both"):
        fields.append((700, random.choice([1, 7]), xmp()))
    chunk = data.tobytes()
    if random.random() < 0.5:
        fields[3] = (259, 3, [8])
        chunk = zlib.compress(chunk)
    return random.choice(["tif", "tiff"]), tiff(order, fields, [chunk], big)


# What Pillow's encoders write

def pillow_jpeg():
    im = picture(random.choice(["RGB", "RGB", "RGB", "L", "CMYK"]))
    kw = {"quality": random.choice([30, 75, 95, 100]), "progressive": random.random() < 0.4, "optimize": random.random() < 0.3}
    if im.mode == "RGB":
        kw["subsampling"] = random.choice([0, 1, 2])
        if random.random() < 0.1:
            kw["keep_rgb"] = True
    if random.random() < 0.2:
        kw["restart_marker_blocks"] = random.choice([1, 3])
    return random.choice(["jpg", "jpeg", "jpe", "jfif", "JPG"]), saved(im, "JPEG", **kw)


def pillow_mpo():
    return "mpo", saved(picture("RGB", 20, 12), "MPO", save_all=True, append_images=[picture("RGB", 20, 12)])


def pillow_png():
    mode = random.choice(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    kw = {"compress_level": random.choice([0, 1, 6, 9])}
    if mode in ("L", "RGB", "P") and random.random() < 0.3:
        kw["transparency"] = {"L": 100, "RGB": (1, 2, 3), "P": 1}[mode]
    if mode == "P" and random.random() < 0.3:
        kw["bits"] = 8
    return "png", saved(picture(mode), "PNG", **kw)


def pillow_apng():
    frames = [picture("RGB", 16, 9) for _ in range(3)]
    kw = {"default_image": True} if random.random() < 0.5 else {}
    return "apng", saved(frames[0], "PNG", save_all=True, append_images=frames[1:], **kw)


def pillow_gif():
    mode = random.choice(["1", "L", "P", "RGB", "RGBA"])
    w, h = size()
    kw = {"interlace": random.choice([0, 1])}
    if random.random() < 0.3:
        kw |= {"save_all": True, "append_images": [picture(mode, w, h)], "disposal": random.choice([0, 1, 2])}
    if mode == "P" and random.random() < 0.3:
        kw["transparency"] = 1
    return "gif", saved(picture(mode, w, h), "GIF", **kw)


def pillow_bmp():
    return random.choice(["bmp", "BMP"]), saved(picture(random.choice(["1", "L", "P", "RGB", "RGBA"])), "BMP")


def pillow_dib():
    return "dib", saved(picture(random.choice(["1", "L", "P", "RGB", "RGBA"])), "DIB")


def masked_dib():
    """A bitmap with masks, with and without the file header."""
    w, h = size()
    bits, masks = random.choice([(16, (0xF800, 0x7E0, 0x1F)), (16, (0x7C00, 0x3E0, 0x1F)), (32, (0xFF0000, 0xFF00, 0xFF)), (32, (0xFF000000, 0xFF0000, 0xFF00))])
    stride = (w * bits + 31) // 32 * 4
    rows = rng.integers(0, 256, stride * h, dtype=np.uint8).tobytes()
    head = struct.pack("<IiiHHIIiiII", 40, w, h, 1, bits, 3, len(rows), 2835, 2835, 0, 0) + struct.pack("<III", *masks)
    if random.random() < 0.5:
        return "dib", head + rows
    return "bmp", b"BM" + struct.pack("<IHHI", 14 + len(head) + len(rows), 0, 0, random.choice([0, 14 + len(head)])) + head + rows


def pillow_webp():
    kw = {"lossless": random.random() < 0.4, "quality": random.choice([20, 80, 100]), "method": random.choice([0, 4]), "exact": random.random() < 0.3}
    w, h = size()
    mode = random.choice(["RGB", "RGBA", "L"])
    if random.random() < 0.2:
        kw |= {"save_all": True, "append_images": [picture(mode, w, h)]}
    return "webp", saved(picture(mode, w, h), "WEBP", **kw)


def pillow_tiff():
    mode = random.choice(["1", "L", "LA", "P", "I;16", "I", "F", "RGB", "RGBA", "CMYK", "YCbCr", "LAB"])
    kinds = ["raw", "packbits", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "lzma", "zstd"]
    if mode in ("L", "RGB", "CMYK", "YCbCr"):
        kinds += ["jpeg"] * 3
    if mode == "1":
        kinds += ["tiff_ccitt", "group3", "group4"] * 2
    kw = {"compression": random.choice(kinds), "big_tiff": random.random() < 0.2}
    info = {}
    if kw["compression"] in ("tiff_lzw", "tiff_adobe_deflate", "lzma", "zstd") and mode not in ("1", "P", "F"):
        info[317] = random.choice([1, 2])
    if kw["compression"] == "group3":
        info[292] = random.choice([0, 1, 4, 5])
    if random.random() < 0.5 and kw["compression"] != "raw":
        info[278] = random.choice([1, 3, 8, 16])
    if kw["compression"] == "jpeg" and 278 in info:
        info[278] = random.choice([8, 16])
    return random.choice(["tif", "tiff", "TIF"]), saved(picture(mode), "TIFF", tiffinfo=info, **kw)


# Other programs' TIFF

def reversed_bits(data):
    return np.packbits(np.unpackbits(np.frombuffer(data, np.uint8)).reshape(-1, 8)[:, ::-1]).tobytes()


def fax_strip(im, kind, options):
    """The coded data of a picture, taken from a file that libtiff writes."""
    info = {278: im.size[1], 262: 1}
    if kind == "group3":
        info[292] = options
    data = saved(im, "TIFF", compression=kind, tiffinfo=info)
    tags = Image.open(io.BytesIO(data)).tag_v2
    (at,), (length,) = tags[273], tags[279]
    return data[at : at + length]


def fax_tiff():
    kind = random.choice(["tiff_ccitt", "group3", "group4", "group4"])
    options = random.choice([0, 1, 4, 5]) if kind == "group3" else 0
    order, big = random.choice([("<", False), (">", False), ("<", True)])
    w, h = random.randint(1, 200), random.randint(1, 60)
    im = random.choice([lambda: picture("1", w, h), lambda: Image.new("1", (w, h), random.choice([0, 1]))])()
    fields = [(256, 3, [w]), (257, 3, [h]), (258, 3, [1]), (259, 3, [{"tiff_ccitt": 2, "group3": 3, "group4": 4}[kind]]), (262, 3, [random.choice([0, 0, 1])]), (277, 3, [1])]
    fill = random.choice([None, 1, 2])
    if fill:
        fields.append((266, 3, [fill]))
    if kind == "group3":
        fields.append((292, 4, [options]))
    if kind == "group4" and random.random() < 0.5:
        fields.append((293, 4, [0]))
    tiled = random.random() < 0.25
    parts = []
    if tiled:
        tw, th = random.choice([16, 32, 64]), random.choice([16, 32])
        fields += [(322, 3, [tw]), (323, 3, [th])]
        for y in range(0, h, th):
            for x in range(0, w, tw):
                tile = Image.new("1", (tw, th))
                tile.paste(im.crop((x, y, min(x + tw, w), min(y + th, h))), (0, 0))
                parts.append(fax_strip(tile, kind, options))
    else:
        rows = random.choice([1, 5, 16, h])
        fields.append((278, 3, [rows]))
        parts = [fax_strip(im.crop((0, y, w, min(y + rows, h))), kind, options) for y in range(0, h, rows)]
    if fill == 2:
        parts = [reversed_bits(part) for part in parts]
    return "tif", tiff(order, fields, parts, big, tiled)


def differences(samples, order):
    """Predictor 2 on whole-number samples [rows, columns, bands]."""
    wide = samples.astype(np.int64)
    wide[:, 1:] -= wide[:, :-1].copy()
    return wide.astype(samples.dtype if samples.dtype.kind == "u" else np.dtype(f"u{samples.dtype.itemsize}"))


def float_differences(samples):
    rows = []
    for row in samples:
        shuffled = np.frombuffer(row.astype(">f4").tobytes(), np.uint8).reshape(-1, 4).T.reshape(-1).astype(np.int64)
        bands = row.shape[1]
        shuffled[bands:] -= shuffled[:-bands].copy()
        rows.append((shuffled & 255).astype(np.uint8))
    return np.stack(rows).tobytes()


def compressed(kind, raw):
    return {
        1: lambda: raw,
        5: lambda: imagecodecs.lzw_encode(raw),
        8: lambda: zlib.compress(raw),
        32946: lambda: zlib.compress(raw),
        32773: lambda: imagecodecs.packbits_encode(raw),
        34925: lambda: lzma.compress(raw, lzma.FORMAT_XZ, filters=[{"id": lzma.FILTER_DELTA, "dist": 1}, {"id": lzma.FILTER_LZMA2}] if random.random() < 0.5 else None),
        50000: lambda: imagecodecs.zstd_encode(raw),
    }[kind]()


def samples_of(kind, w, h, bands):
    """Values that reach over and under what eight bits hold."""
    base = smooth(w, h, bands)
    if kind == "u1":
        return base
    if kind == "i1":
        return base.astype(np.int8)
    if kind == "u2":
        return (base.astype(np.uint16) * random.choice([1, 2, 257]))
    if kind == "i2":
        return (base.astype(np.int16) - 60) * random.choice([1, 2, 100])
    if kind == "u4":
        return base.astype(np.uint32) * random.choice([1, 2, 16843009])
    if kind == "i4":
        return (base.astype(np.int32) - 60) * random.choice([1, 2, 100000])
    values = (base.astype(np.float64) - 60) * random.choice([1, 1.37, 0.004, 1e6])
    if random.random() < 0.2:
        values.flat[:: random.randint(3, 9)] = random.choice([np.nan, np.inf, -np.inf, 254.99999, -0.0])
    return values.astype({"f4": np.float32, "f8": np.float64, "f2": np.float16}[kind])


def sample_tiff():
    """Whole-byte samples in every arrangement."""
    layout = random.choice(["grey", "grey", "grey", "grey", "grey", "rgb", "rgb", "rgba", "cmyk", "palette", "ycbcr", "lab", "greyalpha"])
    bands = {"grey": 1, "rgb": 3, "rgba": random.choice([4, 4, 5, 6]), "cmyk": random.choice([4, 4, 5]), "palette": 1, "ycbcr": 3, "lab": 3, "greyalpha": 2}[layout]
    photometric = {"grey": random.choice([0, 1, 1]), "rgb": 2, "rgba": 2, "cmyk": 5, "palette": 3, "ycbcr": 6, "lab": 8, "greyalpha": 1}[layout]
    kinds = ["u1", "u1", "u2"] if layout in ("rgb", "rgba", "cmyk") else ["u1"]
    if layout == "grey":
        kinds = ["u1", "i1", "u2", "u2", "i2", "u4", "i4", "f4", "f4", "f8", "f2"]
    kind = random.choice(kinds)
    order, big = random.choice([("<", False), ("<", False), (">", False), ("<", True)])
    w, h = size()
    samples = samples_of(kind, w, h, bands)
    bits = samples.dtype.itemsize * 8
    compression = random.choice([1, 1, 5, 8, 32946, 32773, 34925, 50000])
    planar = 2 if bands > 1 and random.random() < 0.3 else 1
    predictor = 1
    if compression in (5, 8, 34925, 50000) and layout != "palette":
        predictor = random.choice([1, 2]) if kind[0] != "f" else random.choice([1, 3] if kind == "f4" else [1])
    fields = [(256, 4, [w]), (257, 4, [h]), (258, 3, [bits] * bands), (259, 3, [compression]), (262, 3, [photometric]), (277, 3, [bands])]
    if kind[0] != "u" or random.random() < 0.3:
        fields.append((339, 3, [{"u": 1, "i": 2, "f": 3}[kind[0]]] * bands))
    if predictor > 1:
        fields.append((317, 3, [predictor]))
    if planar == 2 or random.random() < 0.5:
        fields.append((284, 3, [planar]))
    extras = {"rgba": bands - 3, "cmyk": bands - 4, "greyalpha": 1}.get(layout, 0)
    if extras:
        first = random.choice([0, 1, 2]) if layout == "rgba" else (2 if layout == "greyalpha" else 0)
        fields.append((338, 3, [first] + [0] * (extras - 1)))
    if layout == "palette":
        fields.append((320, 3, rng.integers(0, 65536, 768).tolist()))
    fill = 1
    if layout in ("grey", "rgb", "palette") and kind == "u1" and random.random() < 0.15:
        fill = 2
        fields.append((266, 3, [2]))
    tiled = random.random() < 0.35
    boxes = []
    if tiled:
        tw, th = random.choice([16, 32]), random.choice([16, 48])
        fields += [(322, 3, [tw]), (323, 3, [th])]
        padded = np.zeros((-(-h // th) * th, -(-w // tw) * tw, bands), samples.dtype)
        padded[:h, :w] = samples
        boxes = [padded[y : y + th, x : x + tw] for y in range(0, h, th) for x in range(0, w, tw)]
    else:
        rows = random.choice([1, 4, 16, h])
        if random.random() < 0.9 or rows != h:
            fields.append((278, 4, [rows]))
        else:
            rows = h
        boxes = [samples[y : y + rows] for y in range(0, h, rows)]
    planes = [[box] for box in boxes] if planar == 1 else [[box[..., b : b + 1] for box in boxes] for b in range(bands)]
    chunks = []
    for part in [box for group in planes for box in group]:
        if predictor == 2:
            raw = differences(part, order).astype(np.dtype(f"u{bits // 8}").newbyteorder(order)).tobytes()
        elif predictor == 3:
            raw = float_differences(part)
        else:
            raw = part.astype(part.dtype.newbyteorder(order)).tobytes()
        data = compressed(compression, raw)
        chunks.append(reversed_bits(data) if fill == 2 else data)
    data = tiff(order, fields, chunks, big, tiled)
    if (compression != 1 and order == ">" and kind in ("i2", "i4", "f4")) or (compression == 1 and planar == 2 and kind == "u2"):
        kept = [field for field in fields if field[0] not in (259, 278, 284, 317, 322, 323)]
        return "tif", data, tiff("<", kept + [(259, 3, [1]), (278, 4, [h])], [samples.astype(samples.dtype.newbyteorder("<")).tobytes()])
    return "tif", data


def packed_tiff():
    """Samples of 1, 2, 4 and 12 bits."""
    bits = random.choice([1, 2, 4, 12])
    photometric = random.choice([0, 1, 3]) if bits < 12 else random.choice([0, 1, 1])
    order = random.choice("<>") if bits < 12 else random.choice("<<>")
    w, h = size()
    fields = [(256, 3, [w]), (257, 3, [h]), (258, 3, [bits]), (262, 3, [photometric])]
    compression = random.choice([1, 5, 8, 32773, 50000])
    fields.append((259, 3, [compression]))
    if photometric == 3:
        fields.append((320, 3, rng.integers(0, 65536, 3 << bits).tolist()))
    fill = 2 if bits < 12 and random.random() < 0.3 else 1
    if fill == 2:
        fields.append((266, 3, [2]))
    rows = random.choice([1, 7, h])
    fields.append((278, 3, [rows]))
    row_bytes = (w * bits + 7) // 8
    chunks = []
    for y in range(0, h, rows):
        raw = rng.integers(0, 256 if bits < 12 or random.random() < 0.5 else 8, min(rows, h - y) * row_bytes, dtype=np.uint8).tobytes()
        data = compressed(compression, raw)
        chunks.append(reversed_bits(data) if fill == 2 else data)
    return "tif", tiff(order, fields, chunks, order == "<" and random.random() < 0.3)


def jpeg_tiff():
    """Each strip or tile a JPEG file of its own."""
    layout = random.choice(["ycbcr", "ycbcr", "rgb", "grey", "grey inverted", "cmyk"])
    mode = {"ycbcr": "RGB", "rgb": "RGB", "grey": "L", "grey inverted": "L", "cmyk": "CMYK"}[layout]
    bands = len(Image.new(mode, (1, 1)).getbands())
    photometric = {"ycbcr": 6, "rgb": 2, "grey": 1, "grey inverted": 0, "cmyk": 5}[layout]
    order, big = random.choice([("<", False), (">", False), ("<", True)])
    w, h = size()
    subsampling = random.choice([0, 1, 2]) if layout == "ycbcr" else 0
    fields = [(256, 3, [w]), (257, 3, [h]), (258, 3, [8] * bands), (259, 3, [7]), (262, 3, [photometric]), (277, 3, [bands])]
    if layout == "ycbcr":
        fields.append((530, 3, {0: [1, 1], 1: [2, 1], 2: [2, 2]}[subsampling]))

    def coded(part):
        kw = {"keep_rgb": True} if layout == "rgb" else {}
        if layout in ("ycbcr", "rgb"):
            kw["subsampling"] = subsampling
        return saved(part, "JPEG", quality=90, **kw)

    tiled = random.random() < 0.5
    im = picture(mode, w, h)
    if tiled:
        tw, th = random.choice([16, 32]), 16
        fields += [(322, 3, [tw]), (323, 3, [th])]
        parts = []
        for y in range(0, h, th):
            for x in range(0, w, tw):
                tile = Image.new(mode, (tw, th))
                tile.paste(im.crop((x, y, min(x + tw, w), min(y + th, h))), (0, 0))
                parts.append(coded(tile))
    else:
        rows = random.choice([16, 32])
        fields.append((278, 3, [rows]))
        parts = [coded(im.crop((0, y, w, min(y + rows, h)))) for y in range(0, h, rows)]
    return "tif", tiff(order, fields, parts, big, tiled)


def unread_tiff():
    """What neither reads, or only one."""
    order = random.choice("<>")
    w, h = size()
    compression = random.choice([6, 50001, 32809, 34676, 34712, 34887, 50002, 12345])
    fields = [(256, 3, [w]), (257, 3, [h]), (258, 3, [8, 8, 8]), (259, 3, [compression]), (262, 3, [2]), (277, 3, [3]), (278, 3, [h])]
    return "tif", tiff(order, fields, [smooth(w, h, 3).tobytes()])


# Ends and checksums

def ending_jpeg():
    mode = random.choice(["RGB", "RGB", "L", "CMYK"])
    kw = {"subsampling": random.choice([0, 2])} if mode == "RGB" else {}
    jpeg = saved(picture(mode), "JPEG", quality=random.choice([50, 90]), progressive=random.random() < 0.2, optimize=random.random() < 0.5,
                 restart_marker_blocks=random.choice([0, 0, 2]), **kw)
    assert jpeg.endswith(b"\xff\xd9")
    body = jpeg[:-2]
    kind = random.choice(["nothing", "zeros", "text", "marker", "ones", "another end", "cut"])
    tail = {
        "nothing": b"",
        "zeros": bytes(random.choice([1, 2, 3, 8, 512])),
        "text": b"\r\nsome text that a gateway put there\r\n",
        "marker": b"\xff\xfe\x00\x06abcd",
        "ones": b"\xff" * random.choice([1, 2, 7]),
        "another end": b"\xff\xd9" + b"more",
        "cut": b"",
    }[kind]
    if kind == "cut":
        scan = body.rindex(b"\xff\xda") + 14
        body = body[: random.randint(scan, max(scan, len(body) - 12))]
        if random.random() < 0.4:
            tail = b"\xff\xd9"
    return "jpg", body + tail


def ending_png():
    png = bytearray(saved(picture(random.choice(["L", "RGB", "P"])), "PNG"))
    kind = random.choice(["no end", "wrong checksum", "text after the end", "cut"])
    idat = png.index(b"IDAT")
    if kind == "no end":
        del png[png.index(b"IEND") - 4 :]
    elif kind == "wrong checksum":
        length = struct.unpack(">I", png[idat - 4 : idat])[0]
        png[idat + 4 + length] ^= 1
    elif kind == "text after the end":
        png += b"something else"
    else:
        del png[random.randint(idat, len(png) - 14) :]
    return "png", bytes(png)


KINDS = [
    oriented_jpeg, oriented_png, oriented_webp, oriented_tiff, pillow_jpeg, pillow_png, pillow_gif, pillow_bmp, pillow_dib, masked_dib, pillow_webp, pillow_tiff,
    fax_tiff, sample_tiff, sample_tiff, packed_tiff, jpeg_tiff, ending_jpeg, ending_png, oriented_jpeg, oriented_png, pillow_tiff, fax_tiff, sample_tiff,
    oriented_tiff, unread_tiff, pillow_mpo, pillow_apng, oriented_webp, ending_jpeg, jpeg_tiff, sample_tiff, packed_tiff,
]


def pixels(im):
    rgb = im.convert("RGB")
    return struct.pack("<II", *rgb.size) + rgb.tobytes()


def read(data):
    """Pillow's upright pixels, or its reason; in a process of its own, which some files end."""
    from_child, to_parent = os.pipe()
    if (child := os.fork()) == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            answer = (pixels(ImageOps.exif_transpose(Image.open(io.BytesIO(data)))), None)
        except Exception as e:
            answer = (None, f"{type(e).__name__}: {e}".split(" <_io")[0])
        with os.fdopen(to_parent, "wb") as pipe:
            pickle.dump(answer, pipe)
        os._exit(0)
    os.close(to_parent)
    with os.fdopen(from_child, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(answer) if answer else (None, "the process ended")


def made(make):
    """A picture of a kind; again where an encoder refuses what was drawn for it."""
    while True:
        try:
            return make()
        except (OSError, SystemError, ValueError, RuntimeError):
            pass


with zipfile.ZipFile(out_file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    refused = 0

    def put(name, data):
        archive.writestr(zipfile.ZipInfo(name, (2026, 11, 29, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)

    for i in range(count):
        make = KINDS[i % len(KINDS)]
        ending, data, *plain = made(make)
        name = f"{i:04d}-{make.__name__.replace('_', '-')}.{ending}"
        put(name, data)
        upright, reason = read(plain[0] if plain else data)
        if reason:
            refused += 1
            put(name + ".refused", reason.encode())
            continue
        put(name + ".upright.rgb", upright)
        if plain:
            put(name + ".misread", b"")
    print(f"{count} files, of which Pillow refuses {refused}")
