/**
 * Reading files that somebody else wrote, with limits. Entry classes: {@link dev.jclip.io.TextFile}
 * and {@link dev.jclip.image.file.PictureFile}.
 */
@NullMarked
package dev.jclip.data.file;

import org.jspecify.annotations.NullMarked;
