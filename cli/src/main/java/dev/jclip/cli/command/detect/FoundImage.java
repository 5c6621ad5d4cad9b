package dev.jclip.cli.command.detect;

import dev.jclip.image.RgbImage;
import java.util.List;

/**
 * An image and what was found in it.
 *
 * @param number of the image among those that could be read, from 1
 * @param name as it stands on the command line
 * @param objects the best first
 */
record FoundImage(int number, String name, RgbImage image, List<FoundObject> objects) {}
