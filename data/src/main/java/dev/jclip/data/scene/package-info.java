/**
 * Tabletop scenes with captions, as functions of numbers. Entry classes: {@link
 * dev.jclip.data.scene.SceneSampler}, {@link dev.jclip.data.scene.SceneCaptions}, and {@link
 * dev.jclip.data.scene.render.SceneRenderer}.
 */
@NullMarked
package dev.jclip.data.scene;

import org.jspecify.annotations.NullMarked;
