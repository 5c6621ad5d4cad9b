/**
 * Tabletop scenes with captions, as functions of numbers. Entry classes: {@link
 * dev.jclip.scene.SceneSampler}, {@link dev.jclip.scene.SceneCaptions}, and {@link
 * dev.jclip.scene.render.SceneRenderer}.
 */
@NullMarked
package dev.jclip.scene;

import org.jspecify.annotations.NullMarked;
