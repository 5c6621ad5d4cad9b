/**
 * Reference tensors, tolerances and seeds for the tests of the other modules; knows no core type.
 */
@NullMarked
package dev.jclip.testkit;

import org.jspecify.annotations.NullMarked;
