/**
 * Pictures of scenes, by tracing rays. Entry class: {@link
 * dev.jclip.data.scene.render.SceneRenderer}.
 */
@NullMarked
package dev.jclip.data.scene.render;

import org.jspecify.annotations.NullMarked;
