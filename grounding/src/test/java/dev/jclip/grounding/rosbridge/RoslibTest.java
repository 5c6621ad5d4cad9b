package dev.jclip.grounding.rosbridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.detect.Box;
import dev.jclip.grounding.robot.Answer;
import dev.jclip.grounding.robot.SpaceBox;
import dev.jclip.grounding.robot.Target;
import dev.jclip.grounding.robot.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What jclip sends, beside what npm's roslib sends to the same robot; see the script's README. */
@EnabledIfSystemProperty(named = "jclip.roslib", matches = ".+")
@Timeout(120)
class RoslibTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int CUTS = 20;

  private static JsonNode call(Rosbridge bridge, String service, ObjectNode args) {
    Reply reply = bridge.call(new ServiceCall(service, args, LONG, WhenCut.ASK_AGAIN));
    if (reply instanceof Reply.Values(JsonNode values)) {
      return values;
    }
    throw new AssertionError(service + ": " + reply);
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            "node", "src/test/javascript/robot.mjs", System.getProperty("jclip.roslib", ""))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void messagesEqualRoslibsAndCutsLoseNoAnswer() throws IOException {
    Process script = start();
    try (BufferedReader out = script.inputReader(StandardCharsets.UTF_8)) {
      Rosbridge bridge =
          Rosbridge.connect(
              RosbridgeOptions.builder(URI.create(out.readLine()))
                  .retry(Duration.ofMillis(1), Duration.ofMillis(20))
                  .heartbeat(Duration.ofSeconds(1))
                  .goalStatus("/jclip/goal_status", Duration.ofMillis(10))
                  .build());
      try (var robot =
          new RosRobot(
              bridge,
              RosNames.usual().withImage("/image", "sensor_msgs/msg/Image"),
              RosTimes.USUAL)) {
        sameAsTheScript(robot);
        assertThat(robot.ask("Which one?")).isEqualTo(new Answer.Given("Which one? Yes."));
        JsonNode compared = call(bridge, "/compare", JSON.createObjectNode());
        System.out.println("beside roslib: " + compared);
        assertThat(compared.path("differences")).isEmpty();
        assertThat(compared.path("equal").asInt()).isGreaterThan(200);
        awaitHeard(bridge);
        cuts(bridge, robot);
      }
    } finally {
      script.destroy();
    }
  }

  private static Target target() {
    SpaceBox space = RosMessagesTest.OBJECTS.getFirst().space().orElseThrow();
    return new Target("the red mug", new Box(10, 20, 30, 60), Optional.of(space), Optional.empty());
  }

  private static void sameAsTheScript(RosRobot robot) {
    View view = robot.look();
    assertThat(view.image()).isEqualTo(RosImagesTest.pattern(64, 48));
    robot.show(view, RosMessagesTest.OBJECTS);
    assertThat(robot.pick(target()).isDone()).isTrue();
    robot.say("I have it");
  }

  /** What roslib understood of jclip's detections. */
  private static void awaitHeard(Rosbridge bridge) {
    JsonNode heard = call(bridge, "/counts", JSON.createObjectNode()).path("heard");
    while (heard.size() < 2) {
      LockSupport.parkNanos(10_000_000);
      heard = call(bridge, "/counts", JSON.createObjectNode()).path("heard");
    }
    assertThat(heard.path("/jclip/detections_2d").toString()).isEqualTo("[\"red mug\",\"book\"]");
    assertThat(heard.path("/jclip/detections_3d").toString()).isEqualTo("[\"red mug\"]");
  }

  private static void cuts(Rosbridge bridge, RosRobot robot) {
    int before = call(bridge, "/counts", JSON.createObjectNode()).path("lines").asInt();
    var answers = new ArrayList<Object>();
    for (int i = 0; i < CUTS; i++) {
      ObjectNode cut = JSON.createObjectNode();
      ArrayNode when = cut.putArray("cuts");
      when.add(i % 4 < 2 ? "before" : "after");
      call(bridge, "/cut", cut);
      answers.add(i % 2 == 0 ? robot.ask("Is it " + i + "?") : robot.pick(target()).isDone());
    }
    for (int i = 0; i < CUTS; i++) {
      assertThat(answers.get(i))
          .isEqualTo(i % 2 == 0 ? new Answer.Given("Is it " + i + "? Yes.") : true);
    }
    JsonNode counts = call(bridge, "/counts", JSON.createObjectNode());
    System.out.println("after the cuts: " + counts);
    assertThat(counts.path("lines").asInt() - before).isEqualTo(CUTS);
    assertThat(counts.path("goals").values()).allMatch(times -> times.asInt() == 1).hasSize(12);
  }
}
