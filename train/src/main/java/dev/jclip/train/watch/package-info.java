/**
 * Watching a run: what each step showed ({@link dev.jclip.train.watch.StepReport}), who listens
 * ({@link dev.jclip.train.watch.TrainingListener}), what it means ({@link
 * dev.jclip.train.watch.TrainingDoctor}) and where it is kept. Pure Java; imports {@code error}
 * only.
 */
@NullMarked
package dev.jclip.train.watch;

import org.jspecify.annotations.NullMarked;
