"""Makes small pictures of many kinds, and the pixels that Pillow reads from them.

    python make_image_goldens.py OUT.zip

The archive holds NAME (the picture), NAME.rgb (convert("RGB"): width and height as 32-bit
little-endian numbers, then the pixels) and, for pictures with an EXIF orientation, NAME.upright.rgb.
Made with Pillow 12.3; the few sampling factors that Pillow does not write need cjpeg and jpegtran.
"""
import io
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps

warnings.simplefilter("ignore")
SEED = 20261123
rng = np.random.default_rng(SEED)
random.seed(SEED)
cases = {}


def smooth(w, h, bands):
    """Gradients and a little noise, so that all coders have something to do."""
    y, x = np.mgrid[0:h, 0:w]
    planes = [128 + 100 * np.sin(x / (5 + b) + b) * np.cos(y / (4 + b)) + rng.normal(0, 9, (h, w)) for b in range(bands)]
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


def picture(mode, w=23, h=17):
    if mode == "1":
        return Image.fromarray(smooth(w, h, 1)[..., 0]).convert("1")
    if mode == "P":
        return Image.fromarray(smooth(w, h, 3)).quantize(37)
    if mode == "I;16":
        return Image.fromarray((smooth(w, h, 1)[..., 0].astype(np.uint16) * 5))
    bands = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}[mode]
    data = smooth(w, h, bands)
    return Image.fromarray(data[..., 0] if bands == 1 else data, mode)


def save(name, im, fmt, **kw):
    out = io.BytesIO()
    im.save(out, fmt, **kw)
    cases[name] = out.getvalue()


# PNG

def chunk(tag, data):
    return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))


def filtered(rows, distance):
    """Each row under a random one of the five filters."""
    out, above = b"", np.zeros(len(rows[0]), np.int32)
    for row in rows:
        row = np.frombuffer(row, np.uint8).astype(np.int32)
        left = np.concatenate([np.zeros(distance, np.int32), row])[: len(row)]
        corner = np.concatenate([np.zeros(distance, np.int32), above])[: len(row)]
        kind = random.randrange(5)
        p = left + above - corner
        pa, pb, pc = abs(p - left), abs(p - above), abs(p - corner)
        paeth = np.where((pa <= pb) & (pa <= pc), left, np.where(pb <= pc, above, corner))
        guess = [0, left, above, (left + above) >> 1, paeth][kind]
        out += bytes([kind]) + ((row - guess) & 255).astype(np.uint8).tobytes()
        above = row
    return out


def png(color, depth, w, h, interlace=0, before=b"", after=b"", chunks=1, end=True):
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    values = rng.integers(0, 1 << depth, (h, w, samples)) if (w * h) < 60 else (
        smooth(w, h, samples).astype(np.uint32) * ((1 << depth) - 1) // 255)
    if depth == 16:
        values = values + rng.integers(0, 256, values.shape) * (values < 65000)
        values[: h // 2] //= 300  # Pillow clips 16-bit grey at 255
    def pack(block):
        rows = []
        for row in block.reshape(block.shape[0], -1):
            if depth == 16:
                rows.append(row.astype(">u2").tobytes())
            else:
                bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8).reshape(-1)
                rows.append(np.packbits(bits).tobytes())
        return filtered(rows, max(1, samples * depth // 8))
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlace else [(0, 0, 1, 1)]
    raw = b"".join(pack(values[y::dy, x::dx]) for x, y, dx, dy in passes if values[y::dy, x::dx].size)
    data = zlib.compress(raw)
    step = -(-len(data) // chunks)
    if color == 3:
        before = chunk(b"PLTE", rng.integers(0, 256, 3 * (1 << depth), np.uint8).tobytes()) + before
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, interlace)) + before
            + b"".join(chunk(b"IDAT", data[i:i + step]) for i in range(0, len(data), step)) + after + (chunk(b"IEND", b"") if end else b""))


def exif(orientation, order="<"):
    mark = b"II*\0\x08\0\0\0" if order == "<" else b"MM\0*\0\0\0\x08"
    return mark + struct.pack(order + "HHHIHHI", 1, 0x112, 3, 1, orientation, 0, 0)


def pngs():
    for color, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
        for depth in depths:
            for interlace in (0, 1):
                cases[f"png-color{color}-{depth}bit-{'adam7' if interlace else 'plain'}.png"] = png(color, depth, 23, 17, interlace, chunks=3)
    for w, h in ((1, 1), (1, 9), (9, 1), (3, 5), (8, 8)):
        cases[f"png-adam7-{w}x{h}.png"] = png(2, 8, w, h, 1)
    cases["png-trns-grey.png"] = png(0, 8, 9, 9, before=chunk(b"tRNS", b"\0\x50"))
    cases["png-trns-grey16.png"] = png(0, 16, 9, 9, before=chunk(b"tRNS", b"\0\x50"))
    cases["png-trns-rgb.png"] = png(2, 8, 9, 9, before=chunk(b"tRNS", b"\0\x50\0\x50\0\x50"))
    cases["png-trns-palette.png"] = png(3, 4, 9, 9, before=chunk(b"tRNS", b"\0\x50\xff\0"))
    cases["png-trns-palette-one.png"] = png(3, 4, 9, 9, before=chunk(b"tRNS", b"\xff\0"))
    cases["png-gamma.png"] = png(2, 8, 9, 9, before=chunk(b"gAMA", struct.pack(">I", 10000)))
    cases["png-no-end.png"] = png(2, 8, 9, 9, end=False)
    for o in range(1, 9):
        cases[f"exif-{o}.png"] = png(2, 8, 5, 3, before=chunk(b"eXIf", exif(o, "<>"[o % 2])))
    cases["exif-late.png"] = png(2, 8, 5, 3, after=chunk(b"eXIf", exif(6)))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    save("icc.png", picture("RGB"), "PNG", icc_profile=profile)
    save("icc.jpg", picture("RGB", 9, 9), "JPEG", icc_profile=profile)
    frames = [picture("RGB", 12, 10) for _ in range(3)]
    save("png-animated.png", frames[0], "PNG", save_all=True, append_images=frames[1:])


# GIF

def lzw(indices, bits):
    """Real LZW with a growing table."""
    out, acc, n = bytearray(), 0, 0
    def put(code, width):
        nonlocal acc, n
        acc |= code << n
        n += width
        while n >= 8:
            out.append(acc & 255)
            acc >>= 8
            n -= 8
    clear = 1 << bits
    table, width, nxt = {bytes([i]): i for i in range(clear)}, bits + 1, clear + 2
    put(clear, width)
    word = b""
    for i in indices:
        if word + bytes([i]) in table:
            word += bytes([i])
            continue
        put(table[word], width)
        if nxt < 4096:
            table[word + bytes([i])] = nxt
            if nxt == 1 << width and width < 12:
                width += 1
            nxt += 1
        else:
            put(clear, width)
            table, width, nxt = {bytes([i]): i for i in range(clear)}, bits + 1, clear + 2
        word = bytes([i])
    put(table[word], width)
    put(clear + 1, width)
    if n:
        out.append(acc & 255)
    blocks = b"".join(bytes([len(out[i:i + 255])]) + bytes(out[i:i + 255]) for i in range(0, len(out), 255))
    return bytes([bits]) + blocks + b"\0"


def gif(screen, colors, frame, local=None, transparent=None, interlace=False, background=0, noise=False):
    left, top, w, h = frame
    bits = 8 if noise else 4
    indices = rng.integers(0, 1 << bits, (h, w)) if noise else smooth(w, h, 1)[..., 0] >> 4
    if interlace:
        order = [y for start, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for y in range(start, h, step)]
        indices = indices[order]
    def table(flag):
        return (0x80 | (len(flag) // 3).bit_length() - 2) if flag else 0
    data = b"GIF89a" + struct.pack("<HHBBB", *screen, table(colors), background, 0) + (colors or b"")
    data += b"!\xfe\x05hello\0"
    if transparent is not None:
        data += b"!\xf9\x04" + bytes([1, 0, 0, transparent]) + b"\0"
    data += b"," + struct.pack("<HHHHB", left, top, w, h, table(local) | (64 if interlace else 0)) + (local or b"")
    return data + lzw(indices.astype(np.uint8).tobytes(), bits) + b";"


def gifs():
    def colors(n):
        return rng.integers(0, 256, 3 * n, np.uint8).tobytes()
    ramp = bytes(i // 3 for i in range(48))
    full = (0, 0, 23, 17)
    cases["gif-global.gif"] = gif((23, 17), colors(16), full)
    cases["gif-interlaced.gif"] = gif((23, 17), colors(16), full, interlace=True)
    cases["gif-local.gif"] = gif((23, 17), colors(16), full, local=colors(32))
    cases["gif-only-local.gif"] = gif((23, 17), None, full, local=colors(16))
    cases["gif-no-palette.gif"] = gif((23, 17), None, full)
    cases["gif-short-palette.gif"] = gif((23, 17), colors(4), full)
    cases["gif-ramp.gif"] = gif((23, 17), ramp[:12], full)
    cases["gif-local-ramp.gif"] = gif((23, 17), colors(16), full, local=ramp)
    cases["gif-offset.gif"] = gif((23, 17), colors(16), (3, 5, 10, 7), background=3)
    cases["gif-offset-transparent.gif"] = gif((23, 17), colors(16), (3, 5, 10, 7), transparent=6, background=3)
    cases["gif-offset-local.gif"] = gif((23, 17), colors(16), (3, 5, 10, 7), local=colors(16), interlace=True)
    cases["gif-beyond-screen.gif"] = gif((8, 8), colors(16), (5, 3, 9, 9))
    cases["gif-no-screen.gif"] = gif((0, 0), colors(16), (0, 0, 9, 9))
    cases["gif-1x1.gif"] = gif((1, 1), colors(16), (0, 0, 1, 1))
    cases["gif-full-table.gif"] = gif((72, 66), colors(256), (0, 0, 72, 66), noise=True)
    frames = [picture("P") for _ in range(3)]
    save("gif-animated.gif", frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2)


# BMP

def bmp(bits, w, h, masks=None, compression=0, top_down=False, core=False, colors=0, header=40, data=None, gap=0):
    palette = b""
    if bits <= 8:
        n = colors or 1 << bits
        entries = rng.integers(0, 256, (n, 3 if core else 4), np.uint8)
        palette = entries.tobytes()
    stride = (w * bits + 31) // 32 * 4
    if data is None:
        top = (colors or 1 << min(bits, 8))
        if bits == 8:
            data = rng.integers(0, top, stride * h, np.uint8).tobytes()
        else:
            data = rng.integers(0, 256, stride * h, np.uint8).tobytes()
    if core:
        info = struct.pack("<IHHHH", 12, w, h, 1, bits)
    else:
        info = struct.pack("<IIiHHIIIIII", header, w, -h if top_down else h, 1, bits, compression, len(data), 0, 0, colors, 0)
        extra = struct.pack("<III", *masks[:3]) if masks else b""
        if header > 40:
            extra = struct.pack("<IIII", *(masks or (0, 0, 0, 0)))
            extra = (extra + bytes(header))[: header - 40]
        info += extra
    offset = 14 + len(info) + len(palette) + gap
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + info + palette + bytes(gap) + data


def rle(nibbles, w, h):
    out = b""
    for y in range(h):
        x = 0
        while x < w:
            n = min(w - x, random.randrange(1, 9))
            if random.random() < 0.5:
                out += bytes([n, random.randrange(256)])
            elif n >= 4:
                n -= n % 2 if nibbles else 0  # Pillow drops the last of an odd number of nibbles
                body = bytes(random.randrange(256) for _ in range(n // 2 if nibbles else n))
                out += bytes([0, n]) + body + bytes(len(body) % 2)
            else:
                out += bytes([0, 2, n, 0]) if x + n < w else bytes([n, 7])
            x += n
        out += b"\0\0"
    return out + b"\0\1"


def bmps():
    for bits in (1, 4, 8, 16, 24, 32):
        for w in (1, 7, 22):
            cases[f"bmp-{bits}bit-{w}.bmp"] = bmp(bits, w, 5)
    cases["bmp-topdown.bmp"] = bmp(24, 7, 5, top_down=True)
    cases["bmp-topdown-8.bmp"] = bmp(8, 7, 5, top_down=True)
    cases["bmp-gap.bmp"] = bmp(24, 7, 5, gap=6)
    for bits in (1, 4, 8, 24):
        cases[f"bmp-os2-{bits}bit.bmp"] = bmp(bits, 7, 5, core=True)
    cases["bmp-colors.bmp"] = bmp(8, 7, 5, colors=19)
    cases["bmp-565.bmp"] = bmp(16, 7, 5, masks=(0xF800, 0x7E0, 0x1F), compression=3)
    cases["bmp-555.bmp"] = bmp(16, 7, 5, masks=(0x7C00, 0x3E0, 0x1F), compression=3)
    for i, masks in enumerate([(0xFF0000, 0xFF00, 0xFF, 0), (0xFF000000, 0xFF0000, 0xFF00, 0), (0xFF000000, 0xFF00, 0xFF, 0)]):
        cases[f"bmp-masks{i}.bmp"] = bmp(32, 7, 5, masks=masks, compression=3)
    for i, masks in enumerate([(0xFF000000, 0xFF0000, 0xFF00, 0xFF), (0xFF, 0xFF00, 0xFF0000, 0xFF000000), (0xFF0000, 0xFF00, 0xFF, 0xFF000000), (0, 0, 0, 0)]):
        cases[f"bmp-v4-masks{i}.bmp"] = bmp(32, 7, 5, masks=masks, compression=3, header=108)
    cases["bmp-v5.bmp"] = bmp(8, 7, 5, header=124)
    for i in range(3):
        cases[f"bmp-rle8-{i}.bmp"] = bmp(8, 22, 9, compression=1, data=rle(False, 22, 9))
        cases[f"bmp-rle4-{i}.bmp"] = bmp(4, 22, 9, compression=2, data=rle(True, 22, 9))
    cases["bmp-rle8-delta.bmp"] = bmp(8, 8, 6, compression=1, data=b"\3\5\0\2\2\1\3\6\0\0\0\0\0\2\0\2\1\1\0\0\0\0\0\2\0\2\0\1")
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        save(f"bmp-pillow-{mode}.bmp", picture(mode), "BMP")


# TIFF

def tiff(order, w, h, bits, samples, photometric, *, planar=1, tile=None, fill=1, extra=None, orientation=None, rows=None, predictor=None, compress=None):
    depth_max = 1 << bits
    values = rng.integers(0, depth_max, (h, w, samples))
    if bits == 16 and samples == 1:
        values //= 200
    def pack(block):
        if predictor:
            block = np.concatenate([block[:, :1], np.diff(block, axis=1) % depth_max], 1)
        flat = block.reshape(block.shape[0], -1)
        if bits == 16:
            return flat.astype(order + "u2").tobytes()
        raw = b"".join(np.packbits(((r[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8).reshape(-1)).tobytes() for r in flat)
        return bytes(int(f"{b:08b}"[::-1], 2) for b in raw) if fill == 2 else raw
    chunks = []
    for plane in ([values] if planar == 1 else [values[..., i:i + 1] for i in range(samples)]):
        if tile:
            for y in range(0, h, tile):
                for x in range(0, w, tile):
                    block = np.zeros((tile, tile, plane.shape[2]), plane.dtype)
                    part = plane[y:y + tile, x:x + tile]
                    block[: part.shape[0], : part.shape[1]] = part
                    chunks.append(pack(block))
        else:
            step = rows or h
            chunks += [pack(plane[y:y + step]) for y in range(0, h, step)]
    if compress:
        chunks = [zlib.compress(c) for c in chunks]
    tags = {256: (3, [w]), 257: (3, [h]), 258: (3, [bits] * samples), 259: (3, [8 if compress else 1]), 262: (3, [photometric]), 277: (3, [samples]), 284: (3, [planar])}
    if fill != 1:
        tags[266] = (3, [fill])
    if predictor:
        tags[317] = (3, [2])
    if extra is not None:
        tags[338] = (3, [extra])
    if orientation:
        tags[274] = (3, [orientation])
    if photometric == 3:
        tags[320] = (3, rng.integers(0, 65536, 3 << bits).tolist())
    if tile:
        tags.update({322: (3, [tile]), 323: (3, [tile])})
    else:
        tags[278] = (3, [rows or h])
    offsets, at = [], 8
    for c in chunks:
        offsets.append(at)
        at += len(c) + len(c) % 2
    tags[324 if tile else 273] = (4, offsets)
    tags[325 if tile else 279] = (4, [len(c) for c in chunks])
    body = b"".join(c + bytes(len(c) % 2) for c in chunks)
    entries, outside, end = b"", b"", at + 2 + 12 * len(tags) + 4
    for tag, (kind, vals) in sorted(tags.items()):
        data = b"".join(struct.pack(order + ("H" if kind == 3 else "I"), v) for v in vals)
        entries += struct.pack(order + "HHI", tag, kind, len(vals))
        if len(data) <= 4:
            entries += data + bytes(4 - len(data))
        else:
            entries += struct.pack(order + "I", end + len(outside))
            outside += data + bytes(len(data) % 2)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at)
    return head + body + struct.pack(order + "H", len(tags)) + entries + bytes(4) + outside


def tiffs():
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"):
        for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
            name = mode.replace(";", "")
            save(f"tiff-{name}-{compression}.tif", picture(mode), "TIFF", compression=compression)
    for mode in ("L", "RGB"):
        for compression in ("tiff_lzw", "tiff_adobe_deflate"):
            save(f"tiff-{mode}-{compression}-predictor.tif", picture(mode), "TIFF", compression=compression, tiffinfo={317: 2})
        save(f"tiff-{mode}-jpeg.tif", picture(mode, 24, 36), "TIFF", compression="jpeg")
        save(f"tiff-{mode}-jpeg-strips.tif", picture(mode, 24, 36), "TIFF", compression="jpeg", strip_size=24 * 16 * len(mode))
    save("tiff-lzw-large.tif", picture("L", 90, 70), "TIFF", compression="tiff_lzw", strip_size=90 * 70)
    cases["tiff-ycbcr-jpeg.tif"] = ycbcr_tiff()
    for order in "<>":
        n = "le" if order == "<" else "be"
        for bits in (1, 2, 4, 8):
            for photometric in (0, 1, 3):
                cases[f"tiff-{n}-{bits}bit-photometric{photometric}.tif"] = tiff(order, 11, 7, bits, 1, photometric)
        cases[f"tiff-{n}-grey16.tif"] = tiff(order, 11, 7, 16, 1, 1)
        cases[f"tiff-{n}-rgb16.tif"] = tiff(order, 11, 7, 16, 3, 2)
        cases[f"tiff-{n}-rgba16.tif"] = tiff(order, 11, 7, 16, 4, 2, extra=2)
        cases[f"tiff-{n}-rgb16-predictor.tif"] = tiff(order, 11, 7, 16, 3, 2, predictor=True, compress=True)
        cases[f"tiff-{n}-rgb-strips.tif"] = tiff(order, 11, 7, 8, 3, 2, rows=2)
    cases["tiff-premultiplied.tif"] = tiff("<", 11, 7, 8, 4, 2, extra=1)
    cases["tiff-unknown-extra.tif"] = tiff("<", 11, 7, 8, 4, 2, extra=0)
    cases["tiff-planar.tif"] = tiff("<", 11, 7, 8, 3, 2, planar=2, rows=3)
    cases["tiff-planar-deflate.tif"] = tiff("<", 11, 7, 8, 3, 2, planar=2, rows=3, compress=True)
    cases["tiff-tiles.tif"] = tiff("<", 37, 21, 8, 3, 2, tile=16)
    cases["tiff-tiles-deflate.tif"] = tiff(">", 37, 21, 8, 3, 2, tile=16, compress=True)
    cases["tiff-tiles-grey.tif"] = tiff("<", 37, 21, 8, 1, 1, tile=16)
    cases["tiff-fill2.tif"] = tiff("<", 11, 7, 1, 1, 1, fill=2)
    for o in range(1, 9):
        cases[f"tiff-orientation{o}.tif"] = tiff("<", 5, 3, 8, 3, 2, orientation=o)


def ycbcr_tiff():
    """A TIFF whose only strip is a JPEG file of its own with subsampled colours."""
    out = io.BytesIO()
    picture("RGB", 40, 32).save(out, "JPEG", subsampling="4:2:0", quality=90)
    jpeg = out.getvalue()
    tags = [(256, 3, 40), (257, 3, 32), (259, 3, 7), (262, 3, 6), (273, 4, 8), (277, 3, 3), (278, 3, 32), (279, 4, len(jpeg)), (530, 3, 2 | 2 << 16)]
    at = 8 + len(jpeg) + len(jpeg) % 2
    body = b"II*\0" + struct.pack("<I", at) + jpeg + bytes(len(jpeg) % 2)
    entries = [(258, 3, 3, at + 2 + 12 * (len(tags) + 1) + 4)] + [(t, k, 2 if t == 530 else 1, v) for t, k, v in tags]
    body += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in sorted(entries)) + bytes(4)
    return body + struct.pack("<HHH", 8, 8, 8)


# JPEG

def jpegs():
    for mode in ("L", "RGB", "CMYK"):
        for progressive in (False, True):
            kind = "progressive" if progressive else "baseline"
            save(f"jpeg-{mode}-{kind}.jpg", picture(mode), "JPEG", progressive=progressive, quality=85)
    for sub in ("4:4:4", "4:2:2", "4:2:0"):
        for size in ((1, 1), (7, 9), (16, 16), (33, 31)):
            n = sub.replace(":", "")
            save(f"jpeg-{n}-{size[0]}x{size[1]}.jpg", picture("RGB", *size), "JPEG", subsampling=sub)
            if size == (33, 31):
                save(f"jpeg-{n}-progressive.jpg", picture("RGB", *size), "JPEG", subsampling=sub, progressive=True)
    save("jpeg-optimized.jpg", picture("RGB"), "JPEG", optimize=True)
    save("jpeg-restart-blocks.jpg", picture("RGB", 40, 25), "JPEG", restart_marker_blocks=2)
    save("jpeg-restart-rows.jpg", picture("RGB", 40, 25), "JPEG", restart_marker_rows=1)
    save("jpeg-quality1.jpg", picture("RGB"), "JPEG", quality=1)
    save("jpeg-quality100.jpg", picture("RGB"), "JPEG", quality=100)
    save("jpeg-rgb-colorspace.jpg", picture("RGB"), "JPEG", keep_rgb=True)
    save("jpeg-comment.jpg", picture("RGB"), "JPEG", comment=b"hello")
    flat = Image.new("RGB", (64, 48), (200, 30, 90))
    save("jpeg-flat.jpg", flat, "JPEG", optimize=True)
    save("jpeg-flat-progressive.jpg", flat, "JPEG", progressive=True)
    adobe = cases["jpeg-CMYK-baseline.jpg"]
    at = adobe.index(b"Adobe")
    cases["jpeg-ycck.jpg"] = adobe[: at + 11] + b"\2" + adobe[at + 12:]
    cases["jpeg-cmyk-no-adobe.jpg"] = adobe[: at - 4] + adobe[at + 12:]
    cases["jpeg-trailing.jpg"] = cases["jpeg-RGB-baseline.jpg"] + b"trailing bytes"
    for o in range(1, 9):
        save(f"exif-{o}.jpg", picture("RGB", 13, 9), "JPEG", exif=b"Exif\0\0" + exif(o, "<>"[o % 2]))
    if shutil.which("cjpeg"):
        with tempfile.TemporaryDirectory() as tmp:
            ppm = Path(tmp) / "in.ppm"
            picture("RGB", 37, 35).save(ppm)
            for sampling in ("4x1", "1x2", "2x2,2x1,1x2", "1x1,2x2,2x2", "4x2"):
                out = subprocess.run(["cjpeg", "-sample", sampling, str(ppm)], capture_output=True, check=True).stdout
                cases[f"jpeg-sample-{sampling.replace(',', '-')}.jpg"] = out


# WebP

def webps():
    for mode in ("RGB", "RGBA"):
        for size in ((1, 1), (7, 9), (33, 31)):
            n = f"{mode}-{size[0]}x{size[1]}"
            save(f"webp-lossy-{n}.webp", picture(mode, *size), "WEBP", quality=80)
            save(f"webp-lossless-{n}.webp", picture(mode, *size), "WEBP", lossless=True, exact=True)
    save("webp-quality0.webp", picture("RGB", 33, 31), "WEBP", quality=0)
    save("webp-palette.webp", picture("P").convert("RGB"), "WEBP", lossless=True)
    save("webp-flat-lossless.webp", Image.new("RGB", (300, 200), (9, 8, 7)), "WEBP", lossless=True)
    save("webp-flat-lossy.webp", Image.new("RGB", (300, 200), (9, 8, 7)), "WEBP", quality=1)
    clear = picture("RGBA")
    clear.putalpha(0)
    save("webp-clear.webp", clear, "WEBP", lossless=True, exact=True)
    save("webp-icc.webp", picture("RGB"), "WEBP", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    for o in (1, 6, 8):
        save(f"exif-{o}.webp", picture("RGB", 13, 9), "WEBP", exif=exif(o), lossless=True)
    frames = [picture("RGBA", 12, 10) for _ in range(3)]
    save("webp-animated.webp", frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    save("webp-animated-lossy.webp", frames[0], "WEBP", save_all=True, append_images=frames[1:], quality=70)
    for name, source in (("lossless", "webp-lossless-RGBA-7x9.webp"), ("lossy", "webp-lossy-RGBA-7x9.webp")):
        data, at, inner = cases[source], 12, b""
        while at < len(data):
            size = struct.unpack("<I", data[at + 4: at + 8])[0]
            if data[at: at + 4] != b"VP8X":
                inner += data[at: at + 8 + size + size % 2]
            at += 8 + size + size % 2
        def u24(v):
            return struct.pack("<I", v)[:3]
        frame = u24(4 // 2) + u24(6 // 2) + u24(6) + u24(8) + u24(100) + b"\2" + inner
        body = (b"WEBPVP8X" + struct.pack("<I", 10) + b"\x12\0\0\0" + u24(19) + u24(24)
                + b"ANIM" + struct.pack("<IIH", 6, 0xFF00FF00, 0)
                + b"ANMF" + struct.pack("<I", len(frame)) + frame)
        cases[f"webp-offset-{name}.webp"] = b"RIFF" + struct.pack("<I", len(body)) + body


def pixels(im):
    return struct.pack("<II", *im.size) + im.tobytes()


def main():
    for make in (pngs, gifs, bmps, tiffs, jpegs, webps):
        make()
    with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        def put(name, data):
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)
        for name, data in sorted(cases.items()):
            try:
                with Image.open(io.BytesIO(data)) as im:
                    rgb = im.convert("RGB")
                    upright = ImageOps.exif_transpose(im).convert("RGB")
            except Exception as e:
                print("Pillow cannot read", name, repr(e))
                continue
            put(name, data)
            put(name + ".rgb", pixels(rgb))
            if name.startswith("exif-"):
                put(name + ".upright.rgb", pixels(upright))
    print(len(cases), "pictures")


main()
