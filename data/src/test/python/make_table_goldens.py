"""Makes tables by pandas, pyarrow and by hand, and writes down the rows that pandas reads of them.

    python make_table_goldens.py FOLDER [--count 500] [--seed 1]      all of them, with expected.json
    python make_table_goldens.py --goldens data/src/test/resources/dev/jclip/data/table/tables.zip

Needs pandas and pyarrow. TableGoldenTest reads the folder (-Djclip.tables=FOLDER), and the zip always.
Cells of text are those of pandas.read_csv(dtype=object, keep_default_na=False, na_filter=False); Parquet's are
pandas.read_parquet's, with lists as their elements and Hugging Face's {bytes, path} as both.
"""

import argparse
import bz2
import gzip
import io
import json
import lzma
import math
import pathlib
import random
import re
import tempfile
import warnings
import zipfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

WORDS = ["red", "Red shoe", "naïve café", "日本語", "👟", "NA", "nan", "None", "007", "1.50", "#tag", "'quoted'", "a\\b", " x ",
         "O'Neil", "50 %", "null", "TRUE", "İstanbul", "e\u0301"]
SEPARATORS = [",", "\t", ";", "|"]
NEWLINES = ["\n", "\r\n", "\r"]


def caption(r, separator):
    """A text with what makes tables hard."""
    parts = [r.choice(WORDS) for _ in range(r.randint(1, 5))]
    for _ in range(r.randint(0, 2)):
        parts.insert(r.randrange(len(parts) + 1), r.choice([separator, '"', '""', "\n", "\r\n", ", ", ""]))
    return " ".join(parts)


def frame(r, separator):
    rows = r.randint(1, 12)
    columns = {"filepath": [f"images/{i}.jpg" for i in range(rows)], "title": [caption(r, separator) for _ in range(rows)]}
    if r.random() < 0.4:
        columns["price"] = [r.choice(["", "1", "2.5", "NA"]) for _ in range(rows)]
    if r.random() < 0.3:
        columns["naïve name"] = [r.choice(WORDS) for _ in range(rows)]
    names = list(columns)
    r.shuffle(names)
    return pd.DataFrame({name: columns[name] for name in names})


def by_pandas(r):
    """DataFrame.to_csv with and without an index, in every quoting, line end and encoding."""
    separator = r.choice(SEPARATORS)
    table = frame(r, separator)
    if r.random() < 0.3:
        table.index = [r.choice(["a", "b", "x,y"]) + str(i) for i in range(len(table))]
    encoding = r.choice(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16"])
    text = table.to_csv(sep=separator, index=r.random() < 0.5, quoting=r.choice([0, 1, 2]), lineterminator=r.choice(NEWLINES))
    return text.encode(encoding), separator, encoding


def as_r_writes(r):
    """R's write.table: the index has no place in the header."""
    separator = r.choice(["\t", ","])
    table = frame(r, separator)
    text = table.to_csv(sep=separator, quoting=2)
    return text.split(separator, 1)[1].encode(), separator, "utf-8"


def cell(r, separator):
    """A cell as somebody may type it, quoted rightly, wrongly or not at all."""
    text = r.choice(WORDS)
    kind = r.random()
    if kind < 0.35:
        return text
    if kind < 0.5:
        return '"' + text.replace('"', '""') + '"'
    if kind < 0.6:
        return '"Red" shoes'
    if kind < 0.66:
        return f'"a{separator} b" c'
    if kind < 0.72:
        return '5" pipe'
    if kind < 0.78:
        return f'"two\nlines{separator}"'
    if kind < 0.84:
        return '"say ""hi"""'
    if kind < 0.88:
        return ' "spaced"'
    if kind < 0.92:
        return '""'
    if kind < 0.96:
        return '"a"b"c"'
    return ""


def by_hand(r):
    """Lines with cells missing or too many, empty lines, strange quotes, duplicate and empty names."""
    separator = r.choice(SEPARATORS)
    newline = r.choice(NEWLINES)
    header = ["filepath", "title"] + r.choice([[], ["title"], [""], ["a", "a"], ["x"]])
    if r.random() < 0.2:
        header = [""] + header
    lines = [separator.join(header)]
    for i in range(r.randint(1, 15)):
        width = len(header)
        if r.random() < 0.12 and i > 0:
            width += r.randint(1, 2)
        elif r.random() < 0.12:
            width -= r.randint(1, width - 1)
        cells = [f"{i}.jpg"] + [cell(r, separator) for _ in range(width - 1)]
        lines.append(separator.join(cells))
        if r.random() < 0.1:
            lines.append(r.choice(["", "  ", "\t" if separator != "\t" else " ", "# a comment"]))
    if r.random() < 0.15:
        lines.insert(0, "")
    text = newline.join(lines) + r.choice(["", newline, newline * 2])
    return text.encode(), separator, "utf-8"


def noise(r):
    """Any order of the signs that mean something."""
    separator = r.choice([",", "\t"])
    signs = [separator, separator, '"', '"', "\n", "\n", "\r", "\r\n", " ", "a", "b.jpg", "é", "#", "\\", "\t"]
    text = "".join(r.choice(signs) for _ in range(r.randint(5, 120)))
    return ("filepath" + separator + "title\n" + text).encode(), separator, "utf-8"


def latin1(r):
    """Rows of which some are not UTF-8."""
    separator = r.choice([",", "\t"])
    lines = [f"filepath{separator}title".encode()]
    for i in range(r.randint(2, 10)):
        text = r.choice(["café", "naïve", "plain", "shoe"])
        lines.append(f"{i}.jpg{separator}".encode() + text.encode(r.choice(["latin-1", "utf-8"])))
    return b"\n".join(lines) + b"\n", separator, "utf-8"


def first_row_too_long(r):
    """A separator too many in the first row, which pandas takes for an index of all of them."""
    separator = ","
    rows = [f"{i}.jpg,caption {i}" for i in range(r.randint(3, 9))]
    rows[0] += ", left"
    return ("filepath,title\n" + "\n".join(rows) + "\n").encode(), separator, "utf-8"


def read_text(data, separator, encoding, **options):
    return pd.read_csv(io.BytesIO(data), sep=separator, encoding=encoding, dtype=object, keep_default_na=False, na_filter=False, **options)


def rows_before(data, separator, encoding, line):
    """What pandas reads before a quote that is not closed."""
    for rows in range(line, -1, -1):
        try:
            return read_text(data, separator, encoding, on_bad_lines="skip", nrows=rows)
        except pd.errors.ParserError:
            pass


def expected_text(data, separator, encoding):
    """What pandas reads, with bad rows left out and counted; or why it refuses the table."""
    result = {"separator": separator}
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            table = read_text(data, separator, encoding, on_bad_lines="warn")
        skipped = sum(len(re.findall("Skipping line", str(warning.message))) for warning in caught)
    except UnicodeDecodeError:
        result["notUtf8"] = True
        table = read_text(data, separator, encoding, encoding_errors="surrogateescape")
        broken = table.map(lambda text: any("\udc80" <= c <= "\udcff" for c in text)).any(axis=1)
        skipped = int(broken.sum())
        table = table[~broken]
    except pd.errors.ParserError as e:
        found = re.search(r"EOF inside string starting at row (\d+)", str(e))
        if not found:  # such as a fault of pandas' own: "Buffer overflow caught"
            return None
        result["unclosed"] = True
        skipped = 1
        table = rows_before(data, separator, encoding, int(found[1]))
    except pd.errors.EmptyDataError:
        return None
    if table is None or len(table) > len(data):  # with nrows pandas may make up rows behind such a quote
        return None
    result["impliedIndex"] = not isinstance(table.index, pd.RangeIndex) and not result.get("notUtf8", False)
    result["columns"] = list(table.columns)
    result["rows"] = [[{"texts": [text]} for text in row] for row in table.itertuples(index=False, name=None)]
    result["faults"] = skipped
    return result


def picture(r):
    return bytes([0xFF, 0xD8, 0xFF]) + r.randbytes(r.randint(8, 60))


def maybe(r, value, share=0.15):
    return None if r.random() < share else value


def parquet(r, folder):
    rows = r.randint(1, 40)
    columns = {}
    kind = r.choice(["binary", "struct", "bytes", "path", "large_binary", "dictionary path"])
    name = r.choice(["image", "jpg", "img"])
    pictures = [maybe(r, picture(r)) for _ in range(rows)]
    paths = [maybe(r, f"images/{i}.jpg") for i in range(rows)]
    if kind == "binary":
        columns[name] = pa.array(pictures, pa.binary())
    elif kind == "large_binary":
        columns[name] = pa.array(pictures, pa.large_binary())
    elif kind == "bytes":
        columns["image"] = pa.array([None if p is None else {"bytes": p} for p in pictures], pa.struct([("bytes", pa.binary())]))
    elif kind == "struct":
        both = [maybe(r, {"bytes": p, "path": q}, 0.1) for p, q in zip(pictures, paths)]
        columns["image"] = pa.array(both, pa.struct([("bytes", pa.binary()), ("path", pa.string())]))
    elif kind == "path":
        columns["image"] = pa.array(paths, r.choice([pa.string(), pa.large_string()]))
    else:
        columns["image"] = pa.array(paths, pa.string()).dictionary_encode()
    texts = [maybe(r, caption(r, ",")) for _ in range(rows)]
    columns["caption"] = pa.array(texts, pa.string()).dictionary_encode() if r.random() < 0.2 else pa.array(texts, pa.string())
    more = {
        "label": lambda: pa.array([maybe(r, r.randrange(10)) for _ in range(rows)], r.choice([pa.int64(), pa.int32(), pa.uint8()])),
        "captions": lambda: pa.array([maybe(r, [maybe(r, r.choice(WORDS)) for _ in range(r.randint(0, 3))]) for _ in range(rows)], pa.list_(pa.string())),
        "score": lambda: pa.array([maybe(r, r.randrange(-80, 80) / 8) for _ in range(rows)], r.choice([pa.float64(), pa.float32()])),
        "seen": lambda: pa.array([maybe(r, r.random() < 0.5) for _ in range(rows)], pa.bool_()),
        "box": lambda: pa.array([{"x": r.randrange(9), "name": r.choice(WORDS)} for _ in range(rows)], pa.struct([("x", pa.int64()), ("name", pa.string())])),
        "sentences": lambda: pa.array([[{"raw": r.choice(WORDS)} for _ in range(r.randint(0, 2))] for _ in range(rows)], pa.list_(pa.struct([("raw", pa.string())]))),
        "embedding": lambda: pa.array([[r.randrange(8) / 4 for _ in range(3)] for _ in range(rows)], pa.list_(pa.float32(), 3)),
    }
    for extra in r.sample(sorted(more), r.randint(0, 4)):
        columns[extra] = more[extra]()
    names = list(columns)
    r.shuffle(names)
    table = pa.table({n: columns[n] for n in names})
    compression = r.choice(["none", "snappy", "gzip", "brotli", "zstd", "lz4"])
    file = folder / "table.parquet"
    if r.random() < 0.25:
        data = table.to_pandas()
        if r.random() < 0.5:
            data.index = [f"i{i}" for i in range(rows)]
        # struct columns keep their types through pyarrow's schema
        schema = table.schema if isinstance(data.index, pd.RangeIndex) else None
        data.to_parquet(file, compression=None if compression == "none" else compression, schema=schema)
    else:
        pq.write_table(
            table, file, compression=compression, row_group_size=r.choice([3, 10, 1000]), use_dictionary=r.random() < 0.5,
            data_page_version=r.choice(["1.0", "2.0"]), version=r.choice(["1.0", "2.4", "2.6"]), data_page_size=r.choice([64, 1 << 20]))
    return file.read_bytes(), {"compression": compression, "pictures": kind, **expected_parquet(file)}


def plain(value):
    """A nested value as JSON has it."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, float) and not math.isnan(value):
        return value
    if value is None or isinstance(value, float):
        return None
    return value


def text_of(value):
    if isinstance(value, (dict, list)):
        return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def parquet_cell(value):
    if isinstance(value, (np.ndarray, list)):
        return {"texts": [text_of(v if not isinstance(v, np.generic) else v.item()) for v in value if v is not None]}
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return {"texts": []}
    if isinstance(value, bytes):
        return {"texts": [], "bytes": value.hex()}
    if isinstance(value, dict) and "bytes" in value:
        stored = value["bytes"]
        path = value.get("path")
        return {"texts": [] if path is None else [path], **({} if stored is None else {"bytes": stored.hex()})}
    return {"texts": [text_of(value)]}


def expected_parquet(file):
    # numbers with gaps stay what they are, where pandas' default would make them floats
    table = pd.read_parquet(file, dtype_backend="numpy_nullable") if has_gaps(file) else pd.read_parquet(file)
    rows = [[parquet_cell(value) for value in row] for row in table.itertuples(index=False, name=None)]
    return {"columns": list(table.columns), "rows": rows, "faults": 0}


def has_gaps(file):
    schema = pq.read_schema(file)
    return any(pa.types.is_integer(field.type) or pa.types.is_boolean(field.type) for field in schema)


TEXTS = [(by_pandas, 10), (by_hand, 10), (noise, 5), (as_r_writes, 2), (latin1, 2), (first_row_too_long, 1)]
PACKED = {"": lambda b: b, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def text_case(r):
    make = r.choices([kind for kind, _ in TEXTS], [weight for _, weight in TEXTS])[0]
    data, separator, encoding = make(r)
    if re.search("\r[ \t,;|]", data.decode(encoding, "replace")):
        # pandas goes back too far before a blank that follows a lone carriage return, so that it reads rows twice,
        # and loses a separator there behind an empty line
        return text_case(r)
    expected = expected_text(data, separator, encoding)
    if expected is None:
        return text_case(r)
    packed = r.choices(list(PACKED), [12, 1, 1, 1])[0]
    ending = (".tsv" if separator == "\t" else ".csv") + packed
    return ending, PACKED[packed](data), {"kind": make.__name__, **expected}


def cases(count, seed):
    r = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            if number % 5 < 3:
                ending, data, expected = text_case(r)
            else:
                ending = ".parquet"
                data, expected = parquet(r, pathlib.Path(folder))
                expected = {"kind": "parquet", **expected}
            yield {"file": f"{number:03}{ending}", **expected}, data


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--goldens", type=pathlib.Path)
    args = parser.parse_args()
    if args.goldens:
        args.goldens.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(args.goldens, "w", zipfile.ZIP_DEFLATED) as archive:
            index = []
            for expected, data in cases(60, 7):
                archive.writestr(zipfile.ZipInfo(expected["file"]), data, zipfile.ZIP_DEFLATED)
                index.append(expected)
            archive.writestr(zipfile.ZipInfo("expected.json"), json.dumps(index, ensure_ascii=False), zipfile.ZIP_DEFLATED)
    if args.folder:
        args.folder.mkdir(parents=True, exist_ok=True)
        index = []
        for expected, data in cases(args.count, args.seed):
            (args.folder / expected["file"]).write_bytes(data)
            index.append(expected)
        (args.folder / "expected.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
