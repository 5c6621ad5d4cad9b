/**
 * The learning rate of each step: {@link dev.jclip.train.schedule.LearningRateSchedule}. Pure Java;
 * imports nothing of jclip.
 */
@NullMarked
package dev.jclip.train.schedule;

import org.jspecify.annotations.NullMarked;
