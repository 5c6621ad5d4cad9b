package dev.jclip.config;

/** The numbers that a model's products are taken in. */
public enum Precision {
  /** Float32: the reference implementations' own numbers. */
  F32,
  /** bfloat16 weights and activations, sums in float32. */
  BF16,
  /** 8-bit integers in the Transformers' products, float32 elsewhere. */
  INT8
}
