/**
 * Small helpers that many packages share: files that are written whole or not at all, text files,
 * fields of JSON, messages and names for errors, the user's cache. Nothing here knows what a model
 * is.
 */
@NullMarked
package dev.jclip.io;

import org.jspecify.annotations.NullMarked;
