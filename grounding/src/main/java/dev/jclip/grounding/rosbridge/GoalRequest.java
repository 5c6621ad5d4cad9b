package dev.jclip.grounding.rosbridge;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * A goal for an action.
 *
 * @param id of {@link Rosbridge#newId}; each goal has its own
 * @param action its name
 * @param type of the action
 * @param args the goal's message
 * @param timeout how long to wait for the result, times without a connection included
 */
public record GoalRequest(
    String id, String action, String type, JsonNode args, Duration timeout, WhenCut whenCut) {}
