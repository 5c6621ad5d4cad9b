/**
 * Reading files that somebody else wrote, with limits. Entry classes: {@link
 * dev.jclip.data.file.TextFile} and {@link dev.jclip.data.file.PictureFile}.
 */
@NullMarked
package dev.jclip.data.file;

import org.jspecify.annotations.NullMarked;
