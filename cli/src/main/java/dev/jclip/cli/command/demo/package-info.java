/** What jclip shows to whoever meets it first. Entry class: {@code DemoCommand}. */
@NullMarked
package dev.jclip.cli.command.demo;

import org.jspecify.annotations.NullMarked;
