package dev.jclip.config;

/**
 * The size of a stack of residual attention blocks.
 *
 * @param layers number of blocks
 * @param tokens tokens of one image that go through them
 */
public record BlockStack(int layers, int tokens) {}
