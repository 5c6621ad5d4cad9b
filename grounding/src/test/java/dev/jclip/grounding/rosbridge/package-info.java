@NullMarked
package dev.jclip.grounding.rosbridge;

import org.jspecify.annotations.NullMarked;
