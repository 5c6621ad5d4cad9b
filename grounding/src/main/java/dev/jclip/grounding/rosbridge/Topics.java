package dev.jclip.grounding.rosbridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is advertised and subscribed, over any number of connections. For the loop alone. */
final class Topics {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Consumer<JsonNode> sender;
  private final BooleanSupplier open;
  private final Map<String, Advertised> advertised = new LinkedHashMap<>();
  private final Map<String, Subscription> subscribed = new LinkedHashMap<>();

  private record Advertised(String topic, String type, int queueLength, Deque<JsonNode> waiting) {}

  Topics(Consumer<JsonNode> sender, BooleanSupplier open) {
    this.sender = sender;
    this.open = open;
  }

  /** There is a connection again. */
  void opened() {
    advertised.forEach(this::sendAdvertise);
    subscribed.forEach(this::sendSubscribe);
    advertised.values().forEach(this::sendWaiting);
  }

  void advertise(String id, String topic, String type, int queueLength) {
    var publisher = new Advertised(topic, type, queueLength, new ArrayDeque<>());
    advertised.put(id, publisher);
    if (open.getAsBoolean()) {
      sendAdvertise(id, publisher);
    }
  }

  private void sendAdvertise(String id, Advertised publisher) {
    sender.accept(
        operation("advertise", id, publisher.topic())
            .put("type", publisher.type())
            .put("latch", false)
            .put("queue_size", publisher.queueLength()));
  }

  void publish(String id, JsonNode message) {
    Advertised publisher = advertised.get(id);
    if (publisher == null) {
      return;
    }
    if (publisher.waiting().size() == publisher.queueLength()) {
      publisher.waiting().removeFirst();
    }
    publisher.waiting().addLast(message);
    if (open.getAsBoolean()) {
      sendWaiting(publisher);
    }
  }

  private void sendWaiting(Advertised publisher) {
    while (!publisher.waiting().isEmpty()) {
      sender.accept(
          JSON.createObjectNode()
              .put("op", "publish")
              .put("topic", publisher.topic())
              .set("msg", publisher.waiting().removeFirst()));
    }
  }

  void unadvertise(String id) {
    Advertised publisher = advertised.remove(id);
    if (publisher != null && open.getAsBoolean()) {
      sender.accept(operation("unadvertise", id, publisher.topic()));
    }
  }

  void subscribe(String id, Subscription subscription) {
    subscribed.put(id, subscription);
    if (open.getAsBoolean()) {
      sendSubscribe(id, subscription);
    }
  }

  private void sendSubscribe(String id, Subscription subscription) {
    TopicRequest request = subscription.request();
    sender.accept(
        operation("subscribe", id, request.topic())
            .put("type", request.type())
            .put("compression", "none")
            .put("throttle_rate", request.throttleRate())
            .put("queue_length", request.queueLength()));
  }

  void unsubscribe(String id) {
    Subscription subscription = subscribed.remove(id);
    if (subscription != null && open.getAsBoolean()) {
      sender.accept(operation("unsubscribe", id, subscription.request().topic()));
    }
  }

  /** A {@code publish} of the server. */
  void published(JsonNode message) {
    String topic = message.path("topic").asString("");
    subscribed.values().stream()
        .filter(subscription -> subscription.request().topic().equals(topic))
        .forEach(subscription -> subscription.offer(message.path("msg")));
  }

  private static ObjectNode operation(String name, String id, String topic) {
    return JSON.createObjectNode().put("op", name).put("id", id).put("topic", topic);
  }
}
