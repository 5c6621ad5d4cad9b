package dev.jclip.tensor;

import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.global.torch;

/** What the engine computes with on some processors and not on others. */
public enum Kernel {
  /** Products of oneDNN's operators on integers, which every processor has. */
  INTEGER_OPERATORS(InstructionSet.AVX2, () -> true),
  /** Layers and convolutions of oneDNN's operators in float32. */
  FLOAT32_OPERATORS(InstructionSet.AVX2, () -> true),
  /** FBGEMM's transpositions. */
  TRANSPOSITIONS(InstructionSet.AVX2, Transposition::exists),
  /** oneDNN's innermost kernel for float32. */
  FLOAT32_BLOCKS(InstructionSet.AVX512_CORE, Float32Kernel::exists),
  /** Layers and convolutions of oneDNN's operators in bfloat16. */
  BFLOAT16_OPERATORS(
      InstructionSet.AVX512_CORE, () -> OneDnn.multiplies(torch.ScalarType.BFloat16)),
  /** oneDNN's innermost kernel for integers. */
  INTEGER_BLOCKS(InstructionSet.AVX512_CORE_VNNI, BlockKernel::exists),
  /** The same in the matrix unit. */
  INTEGER_TILES(InstructionSet.AVX512_CORE_AMX, BlockKernel::hasMatrixUnit),
  /** oneDNN's innermost kernel for bfloat16, in the matrix unit. */
  BFLOAT16_TILES(InstructionSet.AVX512_CORE_AMX, Bfloat16Kernel::exists);

  private final InstructionSet needs;
  private final BooleanSupplier exists;

  Kernel(InstructionSet needs, BooleanSupplier exists) {
    this.needs = needs;
    this.exists = exists;
  }

  /** Whether this machine has the instructions for it, and this process may use them. */
  boolean isExpected() {
    return needs.isHere();
  }

  /** Whether the engine says that it is there. */
  boolean exists() {
    return exists.getAsBoolean();
  }
}
