/** Decisions as they are kept. Entry class: {@link dev.jclip.moderation.record.RecordLog}. */
@NullMarked
package dev.jclip.moderation.record;

import org.jspecify.annotations.NullMarked;
