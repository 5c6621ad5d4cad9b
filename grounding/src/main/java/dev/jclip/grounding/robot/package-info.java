/**
 * What a robot can be asked to do, and what comes of it: the seam between those who understand
 * commands and those who carry them out. Entry class: {@link dev.jclip.grounding.robot.Robot}.
 *
 * <p>Lengths are metres, positions in images pixels. A frame id names the axes that positions in
 * space refer to, as ROS does it.
 */
@NullMarked
package dev.jclip.grounding.robot;

import org.jspecify.annotations.NullMarked;
