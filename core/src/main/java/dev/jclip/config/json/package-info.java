/**
 * The configurations of models as open_clip and transformers write them, in JSON. Entry class:
 * {@link dev.jclip.config.json.OpenClipJson}.
 */
@NullMarked
package dev.jclip.config.json;

import org.jspecify.annotations.NullMarked;
