/**
 * Batches of pixels and captions, made ahead of the training step. Entry class: {@link
 * dev.jclip.data.pipeline.BatchPipeline}.
 */
@NullMarked
package dev.jclip.data.pipeline;

import org.jspecify.annotations.NullMarked;
