/** What a command writes: tables and lines of JSON, contact sheets, files of embeddings. */
@NullMarked
package dev.jclip.cli.output;

import org.jspecify.annotations.NullMarked;
