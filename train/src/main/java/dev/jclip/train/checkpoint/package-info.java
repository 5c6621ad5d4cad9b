/**
 * What a run leaves on disk so that it can go on: whole checkpoints, each a folder that appears
 * complete or not at all. Entry classes: {@link dev.jclip.train.checkpoint.CheckpointStore} and
 * {@link dev.jclip.train.checkpoint.TrainingState}.
 */
@NullMarked
package dev.jclip.train.checkpoint;

import org.jspecify.annotations.NullMarked;
