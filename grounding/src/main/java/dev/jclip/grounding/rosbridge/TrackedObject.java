package dev.jclip.grounding.rosbridge;

import dev.jclip.detect.Detection;
import dev.jclip.grounding.robot.SpaceBox;
import java.util.Optional;

/**
 * An object that was found, as it is published.
 *
 * @param id the same in all images that show the object; empty if that is not known
 * @param detection what it is, and where in the image
 * @param space where it is in space, where that is known
 */
public record TrackedObject(String id, Detection detection, Optional<SpaceBox> space) {}
