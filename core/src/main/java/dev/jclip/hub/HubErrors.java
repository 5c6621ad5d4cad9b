package dev.jclip.hub;

import dev.jclip.error.HubException;
import dev.jclip.io.NearestNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Turns a refusal of the hub into an exception that says what to do about it. */
final class HubErrors {
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final int MOST_SUGGESTIONS = 3;

  private final HubOptions options;
  private final ModelName name;
  private final Supplier<? extends Collection<String>> knownNames;

  HubErrors(HubOptions options, ModelName name, Supplier<? extends Collection<String>> knownNames) {
    this.options = options;
    this.name = name;
    this.knownNames = knownNames;
  }

  /** Throws what the status means, unless it means success or a redirect. */
  void check(HubResponse response) {
    if (response.status() >= 400) {
      throw of(response);
    }
  }

  private HubException of(HubResponse response) {
    String start = response.where() + ": " + response.status() + said(response) + ". ";
    int status = response.status();
    if (PASSING.contains(status)) {
      return new RetryableException(start + passing(status), retryAfter(response), null);
    }
    return switch (status) {
      case 401 -> new HubException(start + unauthorised());
      case 403 -> new HubException(start + forbidden());
      case 404, 410 -> new NotFoundException(start + notFound(response));
      default -> new HubException(start + "The hub does not serve " + name);
    };
  }

  private static String said(HubResponse response) {
    return response
        .header("X-Error-Message")
        .map(text -> " " + Shown.text(text).replaceFirst("[\\s.]+$", ""))
        .orElse("");
  }

  private static String passing(int status) {
    return status == 429
        ? "The hub gets too many requests: wait, or set HF_TOKEN for a higher limit"
        : "The hub has trouble";
  }

  /** The public hub answers 401 for names that do not exist, so as not to tell private ones. */
  private String unauthorised() {
    String token =
        options.token().isPresent()
            ? "The hub does not accept the token: renew HF_TOKEN"
            : "Set HF_TOKEN to a token of yours";
    return "%s is gated or private, or there is no such model. %s, and accept the licence at %s%s"
        .formatted(name.repository(), token, page(), suggestions());
  }

  private String forbidden() {
    return "%s is gated, or HF_TOKEN (%s) may not read it: accept the licence at %s with the account of the token"
        .formatted(name.repository(), options.token().isPresent() ? "set" : "not set", page());
  }

  private String notFound(HubResponse response) {
    return switch (response.header("X-Error-Code").orElse("")) {
      case "RevisionNotFound" ->
          name.repository() + " has no revision \"" + name.revision() + "\": see " + page();
      case "EntryNotFound" -> name + " has no such file";
      default ->
          "There is no model " + name + " on " + Shown.url(options.endpoint()) + suggestions();
    };
  }

  /** Names like the wanted one, as the end of a sentence; empty if there are none. */
  String suggestions() {
    List<String> nearest =
        NearestNames.find(name.repository(), knownNames.get(), MOST_SUGGESTIONS).stream()
            .filter(known -> !known.equals(name.repository()))
            .toList();
    return nearest.isEmpty() ? "" : ". Nearest known names: " + String.join(", ", nearest);
  }

  private String page() {
    return Shown.url(options.endpoint()) + "/" + name.repository();
  }

  private static Optional<Duration> retryAfter(HubResponse response) {
    return response
        .header("Retry-After")
        .flatMap(text -> RetryAfter.parse(text, InstantSource.system().instant()));
  }
}
