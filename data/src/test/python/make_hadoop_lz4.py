"""Writes hadoop_lz4.parquet: a table in the older LZ4 of Parquet, as Hadoop's programs framed it.

pyarrow writes LZ4_RAW alone, so its file is changed: the only page gets Hadoop's frame before its block
(how long it is unpacked and packed, 4 bytes each, big-endian), and the codec's number becomes that of LZ4.

Needs pyarrow. usage: make_hadoop_lz4.py OUTPUT.parquet
"""

import io
import struct
import sys

import pyarrow as pa
import pyarrow.parquet as pq

FRAME = 8
LZ4, LZ4_RAW = 5, 7


def varint(value):
    value *= 2  # zigzag, of numbers that are not negative
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def main(output):
    captions = [f"a photo of shoe number {i}" for i in range(40)]
    whole = io.BytesIO()
    pq.write_table(pa.table({"caption": captions}), whole, compression="lz4", use_dictionary=False, write_statistics=False)
    whole = whole.getvalue()
    column = pq.ParquetFile(io.BytesIO(whole)).metadata.row_group(0).column(0)
    start, size = column.data_page_offset, column.total_compressed_size
    chunk, footer = whole[start : start + size], whole[start + size : -8]
    unpacked = len(b"".join(struct.pack("<I", len(c)) + c.encode() for c in captions))
    for header in range(10, 60):
        packed = size - header
        sizes = b"\x15" + varint(packed)
        if sizes in chunk[:header] and packed > 0:
            break
    page = chunk[:header].replace(sizes, b"\x15" + varint(packed + FRAME), 1)
    levels = column.total_uncompressed_size - header - unpacked
    page += struct.pack(">II", unpacked + levels, packed) + chunk[header:]
    grown = len(page) - size
    footer = footer.replace(b"\x16" + varint(size), b"\x16" + varint(size + grown))
    codec = b"caption\x15"  # the field behind the column's path
    footer = footer.replace(codec + varint(LZ4_RAW), codec + varint(LZ4))
    changed = whole[:start] + page + footer + struct.pack("<I", len(footer)) + b"PAR1"
    assert pq.read_table(io.BytesIO(changed)).column("caption").to_pylist() == captions
    with open(output, "wb") as file:
        file.write(changed)


if __name__ == "__main__":
    main(sys.argv[1])
