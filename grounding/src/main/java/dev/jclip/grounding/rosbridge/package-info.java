/**
 * Robots that speak ROS, over the rosbridge protocol (version 2, JSON over WebSocket). Entry
 * classes: {@link dev.jclip.grounding.rosbridge.RosRobot}, and {@link
 * dev.jclip.grounding.rosbridge.Rosbridge} for topics, services and actions of any kind.
 *
 * <p>One thread, the loop, owns all that changes; {@code Connection} keeps the line, {@code
 * Requests} what waits for an answer, {@code Topics} what is published and subscribed.
 */
@NullMarked
package dev.jclip.grounding.rosbridge;

import org.jspecify.annotations.NullMarked;
