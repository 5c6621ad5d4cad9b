/** JMH benchmarks of the parts of {@code core}; how to run them stands in the module's README. */
@NullMarked
package dev.jclip.bench;

import org.jspecify.annotations.NullMarked;
