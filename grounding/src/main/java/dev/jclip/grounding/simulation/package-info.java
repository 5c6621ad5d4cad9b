/**
 * A robot in front of a rendered scene, with ground truth. Needs the module {@code jclip-scenes}.
 * Entry class: {@link dev.jclip.grounding.simulation.SimulatedRobot}.
 */
@NullMarked
package dev.jclip.grounding.simulation;

import org.jspecify.annotations.NullMarked;
