package dev.jclip.weights;

/** The kinds of file that {@link StateDict} opens. */
public enum CheckpointFormat {
  /** A safetensors file. */
  SAFETENSORS,
  /** A zip archive written by {@code torch.save}. */
  TORCH,
  /** A zip archive written by {@code torch.jit.save}, the form of OpenAI's releases. */
  TORCHSCRIPT,
  /** A {@code torch.save} file from before PyTorch 1.6. */
  TORCH_LEGACY
}
