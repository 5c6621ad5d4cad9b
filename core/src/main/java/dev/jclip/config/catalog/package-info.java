/**
 * The lists that ship with jclip: architectures and published models by name. Entry class: {@link
 * dev.jclip.config.catalog.ModelCatalog}.
 */
@NullMarked
package dev.jclip.config.catalog;

import org.jspecify.annotations.NullMarked;
