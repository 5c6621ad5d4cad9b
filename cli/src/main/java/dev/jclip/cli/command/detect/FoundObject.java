package dev.jclip.cli.command.detect;

import dev.jclip.detect.Detection;
import java.util.Optional;

/**
 * A detection.
 *
 * @param region the pixels that belong to it, where they were asked for
 */
record FoundObject(Detection detection, Optional<Region> region) {}
