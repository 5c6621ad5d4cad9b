/**
 * What all families of models have in common: how a family is recognised, configured, keyed and
 * built. Entry class: {@link dev.jclip.model.ModelFamily}. Each family is a package below this one.
 */
@NullMarked
package dev.jclip.model;

import org.jspecify.annotations.NullMarked;
