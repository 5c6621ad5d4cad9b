/**
 * The files that a command is told to read: folders, patterns and lists, and images from storage.
 */
@NullMarked
package dev.jclip.cli.input;

import org.jspecify.annotations.NullMarked;
