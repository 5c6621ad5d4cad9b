package dev.jclip.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * The element types of stored tensors, under the names that safetensors and PyTorch give them.
 *
 * <p>Types that no CLIP checkpoint is stored in (eight-bit floats, unsigned integers above one
 * byte, complex numbers) are recognised, so that a file holding them opens, but their elements
 * cannot be read.
 */
public enum DType {
  /** IEEE 754 double precision. */
  F64(8, "float64", "Double"),
  /** IEEE 754 single precision. */
  F32(4, "float32", "Float"),
  /** IEEE 754 half precision. */
  F16(2, "float16", "Half"),
  /** The upper half of a single-precision float. */
  BF16(2, "bfloat16", "BFloat16"),
  /** Signed 64-bit integer. */
  I64(8, "int64", "Long"),
  /** Signed 32-bit integer. */
  I32(4, "int32", "Int"),
  /** Signed 16-bit integer. */
  I16(2, "int16", "Short"),
  /** Signed 8-bit integer. */
  I8(1, "int8", "Char"),
  /** Unsigned 8-bit integer. */
  U8(1, "uint8", "Byte"),
  /** Truth value, one byte. */
  BOOL(1, "bool", "Bool"),
  /** Eight-bit float, four exponent bits; recognised only. */
  F8_E4M3(1, "float8_e4m3fn", "Float8_e4m3fn"),
  /** Eight-bit float, five exponent bits; recognised only. */
  F8_E5M2(1, "float8_e5m2", "Float8_e5m2"),
  /** Unsigned 16-bit integer; recognised only. */
  U16(2, "uint16", "UInt16"),
  /** Unsigned 32-bit integer; recognised only. */
  U32(4, "uint32", "UInt32"),
  /** Unsigned 64-bit integer; recognised only. */
  U64(8, "uint64", "UInt64"),
  /** Pair of single-precision floats; recognised only. */
  C64(8, "complex64", "ComplexFloat");

  private final int byteSize;
  private final String torchName;
  private final String storageName;

  DType(int byteSize, String torchName, String storagePrefix) {
    this.byteSize = byteSize;
    this.torchName = torchName;
    this.storageName = storagePrefix + "Storage";
  }

  /** Bytes per element, 1 to 8. */
  public int byteSize() {
    return byteSize;
  }

  /** The name in a safetensors header, such as {@code BF16}. */
  public String safetensorsName() {
    return name();
  }

  /** The name of the {@code torch.dtype}, such as {@code bfloat16}. */
  public String torchName() {
    return torchName;
  }

  /** Whether elements convert to float32: one of F64, F32, F16, BF16. */
  public boolean isFloat() {
    return switch (this) {
      case F64, F32, F16, BF16 -> true;
      default -> false;
    };
  }

  /** Whether elements convert to long: a signed integer, U8 or BOOL. */
  public boolean isInteger() {
    return switch (this) {
      case I64, I32, I16, I8, U8, BOOL -> true;
      default -> false;
    };
  }

  public static Optional<DType> ofSafetensors(String name) {
    return find(name, DType::safetensorsName);
  }

  public static Optional<DType> ofTorch(String name) {
    return find(name, DType::torchName);
  }

  public static Optional<DType> ofStorage(String className) {
    return find(className, type -> type.storageName);
  }

  private static Optional<DType> find(String name, Function<DType, String> key) {
    return Arrays.stream(values()).filter(type -> key.apply(type).equals(name)).findFirst();
  }
}
