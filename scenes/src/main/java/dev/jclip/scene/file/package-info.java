/** Rendered scenes as data sets. Entry class: {@link dev.jclip.scene.file.SceneWriter}. */
@NullMarked
package dev.jclip.scene.file;

import org.jspecify.annotations.NullMarked;
