package dev.jclip.tensor.start;

import dev.jclip.tensor.kernel.Bfloat16Kernel;
import dev.jclip.tensor.kernel.BlockKernel;
import dev.jclip.tensor.kernel.Float32Kernel;
import dev.jclip.tensor.kernel.Transposition;
import dev.jclip.tensor.onednn.OneDnn;
import org.bytedeco.pytorch.global.torch;

/** What the engine computes with on some processors and not on others. */
public enum Kernel {
  /** Products of oneDNN's operators on integers, which every processor has. */
  INTEGER_OPERATORS(InstructionSet.AVX2),
  /** Layers and convolutions of oneDNN's operators in float32. */
  FLOAT32_OPERATORS(InstructionSet.AVX2),
  /** FBGEMM's transpositions. */
  TRANSPOSITIONS(InstructionSet.AVX2),
  /** oneDNN's innermost kernel for float32. */
  FLOAT32_BLOCKS(InstructionSet.AVX512_CORE),
  /** Layers and convolutions of oneDNN's operators in bfloat16. */
  BFLOAT16_OPERATORS(InstructionSet.AVX512_CORE),
  /** oneDNN's innermost kernel for integers. */
  INTEGER_BLOCKS(InstructionSet.AVX512_CORE_VNNI),
  /** The same in the matrix unit. */
  INTEGER_TILES(InstructionSet.AVX512_CORE_AMX),
  /** oneDNN's innermost kernel for bfloat16, in the matrix unit. */
  BFLOAT16_TILES(InstructionSet.AVX512_CORE_AMX);

  private final InstructionSet needs;

  Kernel(InstructionSet needs) {
    this.needs = needs;
  }

  /** Whether this machine has the instructions for it, and this process may use them. */
  boolean isExpected() {
    return needs.isHere();
  }

  /** Whether the engine says that it is there. */
  boolean exists() {
    return switch (this) {
      case INTEGER_OPERATORS, FLOAT32_OPERATORS -> true;
      case TRANSPOSITIONS -> Transposition.exists();
      case FLOAT32_BLOCKS -> Float32Kernel.exists();
      case BFLOAT16_OPERATORS -> OneDnn.multiplies(torch.ScalarType.BFloat16);
      case INTEGER_BLOCKS -> BlockKernel.exists();
      case INTEGER_TILES -> BlockKernel.exists() && BlockKernel.hasMatrixUnit();
      case BFLOAT16_TILES -> Bfloat16Kernel.exists();
    };
  }
}
