package dev.jclip.grounding.rosbridge;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * A call of a service.
 *
 * @param service its name
 * @param args its request
 * @param timeout how long to wait for the answer, times without a connection included
 */
public record ServiceCall(String service, JsonNode args, Duration timeout, WhenCut whenCut) {}
