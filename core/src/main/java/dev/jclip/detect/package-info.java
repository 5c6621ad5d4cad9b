/** What finds objects in images: the seam between detectors and those who use what they find. */
@NullMarked
package dev.jclip.detect;

import org.jspecify.annotations.NullMarked;
