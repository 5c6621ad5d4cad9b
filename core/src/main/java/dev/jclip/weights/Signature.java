package dev.jclip.weights;

import dev.jclip.io.Messages;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Recognises a file by its first bytes. */
final class Signature {
  private static final int HEAD = 512;
  private static final int TAR_MAGIC_AT = 257;
  private static final int SAFETENSORS_JSON_AT = 8;
  private static final int PICKLE_PROTO = 0x80;

  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign("version https://git-lfs", "a Git LFS pointer; run git lfs pull"),
          new Foreign("<!doctype", "an HTML page; the download went to a web page"),
          new Foreign("<html", "an HTML page; the download went to a web page"),
          new Foreign("<?xml", "an XML document; perhaps a server's error message"),
          new Foreign("\u0089hdf", "an HDF5 file (Keras); convert it to safetensors"),
          new Foreign("gguf", "a GGUF file; convert it to safetensors"),
          new Foreign("\u0093numpy", "a NumPy array"),
          new Foreign("\u001f\u008b", "a gzip file; unpack it first"),
          new Foreign("bzh", "a bzip2 file; unpack it first"),
          new Foreign("\u00fd7zxz", "an xz file; unpack it first"),
          new Foreign("(\u00b5/\u00fd", "a zstd file; unpack it first"),
          new Foreign("7z\u00bc\u00af", "a 7z archive; unpack it first"),
          new Foreign("\u0089png", "a PNG image"),
          new Foreign("\u00ff\u00d8\u00ff", "a JPEG image"));

  private final byte[] head;

  private Signature(byte[] head) {
    this.head = head;
  }

  static Signature of(MappedFile file) {
    byte[] head = new byte[(int) Math.min(HEAD, file.size())];
    file.copy(0, head, 0, head.length);
    return new Signature(head);
  }

  boolean isZip() {
    return startsWith("PK\u0003\u0004") || startsWith("PK\u0005\u0006");
  }

  /** The first byte of the JSON header tells; whether its length is right is checked later. */
  boolean isSafetensors() {
    return head.length > SAFETENSORS_JSON_AT && head[SAFETENSORS_JSON_AT] == '{' && head[7] == 0;
  }

  boolean isPickle() {
    boolean binary = head.length > 1 && (head[0] & 0xff) == PICKLE_PROTO && head[1] <= 5;
    return binary || startsWith("L119547037146038801333356L");
  }

  boolean isJson() {
    return text().stripLeading().startsWith("{");
  }

  /** What the file looks like when it is none of the formats. */
  String describe() {
    for (Foreign foreign : FOREIGN) {
      if (foreign.matches(text())) {
        return foreign.description;
      }
    }
    if (isOnnx()) {
      return "an ONNX model; use the PyTorch checkpoint";
    }
    if (isTar()) {
      return "a tar archive (perhaps of PyTorch before 0.2); unpack it, or save it again";
    }
    if (isPrintable()) {
      return "text: '" + Messages.brief(text().strip()) + "'";
    }
    byte[] start = Arrays.copyOf(head, Math.min(head.length, 16));
    return "unknown bytes: " + HexFormat.ofDelimiter(" ").formatHex(start);
  }

  private boolean isTar() {
    return text().startsWith("ustar", TAR_MAGIC_AT);
  }

  /** The format version, a small number, and the length of the producer's name come first. */
  private boolean isOnnx() {
    return head.length > 3 && head[0] == 8 && head[1] <= 20 && head[2] == 0x12;
  }

  private boolean isPrintable() {
    return text().chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t')
        && text().chars().filter(c -> c < 0x7f).count() * 10L >= head.length * 9L;
  }

  private boolean startsWith(String magic) {
    return text().startsWith(magic);
  }

  private String text() {
    return new String(head, StandardCharsets.ISO_8859_1);
  }

  /** How a file of another kind begins, in any case and perhaps after blanks. */
  private record Foreign(String magic, String description) {
    boolean matches(String text) {
      return text.regionMatches(true, 0, magic, 0, magic.length())
          || text.stripLeading().regionMatches(true, 0, magic, 0, magic.length());
    }
  }
}
