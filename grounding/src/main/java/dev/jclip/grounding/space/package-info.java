/**
 * Where objects of an image are in space, how large they are and how to grasp them, by the depth of
 * pixels or by a known table. Lengths are metres. Points and directions name the frame that their
 * coordinates are of as a type, so that those of the camera are never taken for the robot's. Entry
 * classes: {@link dev.jclip.grounding.space.ObjectLocator}, {@link
 * dev.jclip.grounding.space.Intrinsics}, {@link dev.jclip.grounding.space.DepthImage}, {@link
 * dev.jclip.grounding.space.RigidTransform}.
 */
@NullMarked
package dev.jclip.grounding.space;

import org.jspecify.annotations.NullMarked;
