/** Rendered scenes as data sets. Entry class: {@link dev.jclip.data.scene.file.SceneWriter}. */
@NullMarked
package dev.jclip.data.scene.file;

import org.jspecify.annotations.NullMarked;
