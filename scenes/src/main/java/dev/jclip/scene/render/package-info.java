/** Images of scenes, by tracing rays. Entry class: {@link dev.jclip.scene.render.SceneRenderer}. */
@NullMarked
package dev.jclip.scene.render;

import org.jspecify.annotations.NullMarked;
