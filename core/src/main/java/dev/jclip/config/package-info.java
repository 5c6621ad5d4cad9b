/**
 * What a CLIP model is, as immutable data: the architecture of both towers, read from and written
 * to the peers' JSON, and the catalog of named architectures. Entry class: {@link
 * dev.jclip.config.ClipConfig}.
 */
@NullMarked
package dev.jclip.config;

import org.jspecify.annotations.NullMarked;
