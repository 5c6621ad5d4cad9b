/**
 * Fingerprints of things that numbers depend on. Entry class: {@link dev.jclip.digest.Sha256}.
 * Imports nothing of jclip.
 */
@NullMarked
package dev.jclip.digest;

import org.jspecify.annotations.NullMarked;
