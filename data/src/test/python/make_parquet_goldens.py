"""Makes a Parquet file as img2dataset writes it: its columns, snappy, failed downloads left empty.

Needs pyarrow and Pillow. Usage: python make_parquet_goldens.py OUTPUT.parquet
"""
import hashlib
import io
import sys

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

SCHEMA = pa.schema([
    ("jpg", pa.binary()), ("caption", pa.string()), ("url", pa.string()), ("key", pa.string()),
    ("status", pa.string()), ("error_message", pa.string()), ("width", pa.int32()),
    ("height", pa.int32()), ("original_width", pa.int32()), ("original_height", pa.int32()),
    ("exif", pa.string()), ("sha256", pa.string())])


def picture(i):
    out = io.BytesIO()
    Image.new("RGB", (6 + i, 9), (20 * i, 255 - 20 * i, 100)).save(out, "JPEG")
    return out.getvalue()


def row(i):
    failed = i == 4
    jpg = None if failed else picture(i)
    return {
        "jpg": jpg, "caption": None if i == 7 else f"picture number {i}",
        "url": f"https://example.org/{i}.jpg", "key": f"{i:09d}",
        "status": "failed_to_download" if failed else "success",
        "error_message": "HTTP Error 404" if failed else None,
        "width": None if failed else 6 + i, "height": None if failed else 9,
        "original_width": None if failed else 6 + i, "original_height": None if failed else 9,
        "exif": None if failed else "{}",
        "sha256": None if failed else hashlib.sha256(jpg).hexdigest()}


table = pa.Table.from_pylist([row(i) for i in range(10)], SCHEMA)
pq.write_table(table, sys.argv[1], row_group_size=4)
