package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link HubOptions} from environment variables as huggingface_hub does. */
final class HubEnvironment {
  private static final Set<String> TRUE_VALUES = Set.of("1", "true", "yes", "on");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([^}]*)\\}|(\\w+))");

  private final Map<String, String> env;

  HubEnvironment(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  HubOptions options() {
    try {
      return new HubOptions(
          endpoint(),
          cache(),
          token(),
          isTrue("HF_HUB_OFFLINE") || isTrue("TRANSFORMERS_OFFLINE"),
          seconds("HF_HUB_ETAG_TIMEOUT", HubOptions.DEFAULT_CONNECT_TIMEOUT),
          seconds("HF_HUB_DOWNLOAD_TIMEOUT", HubOptions.DEFAULT_TIMEOUT),
          HubOptions.DEFAULT_REVISION);
    } catch (IllegalArgumentException e) {
      throw new HubException("environment (HF_ENDPOINT, HF_TOKEN): " + e.getMessage());
    }
  }

  private URI endpoint() {
    String text = value("HF_ENDPOINT").orElse(HubOptions.DEFAULT_ENDPOINT.toString());
    return URI.create(text.replaceAll("/+$", ""));
  }

  private Path cache() {
    return first("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
        .map(this::path)
        .orElseGet(() -> home().resolve("hub"));
  }

  private Path home() {
    return value("HF_HOME")
        .map(this::path)
        .orElseGet(() -> path(value("XDG_CACHE_HOME").orElse("~/.cache")).resolve("huggingface"));
  }

  private Optional<String> token() {
    if (isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
      return Optional.empty();
    }
    return first("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN").map(String::strip).or(this::tokenFromFile);
  }

  private Optional<String> tokenFromFile() {
    Path file = value("HF_TOKEN_PATH").map(this::path).orElseGet(() -> home().resolve("token"));
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HubException(
          file
              + ": cannot read the access token ("
              + e.getClass().getSimpleName()
              + "). Make it readable, or set HF_TOKEN",
          e);
    }
  }

  private Duration seconds(String name, Duration usual) {
    Optional<String> text = value(name).filter(seconds -> !seconds.equals("0"));
    if (text.isPresent() && !text.get().matches("\\d{1,6}")) {
      throw new HubException(
          name + ": expected whole seconds, found \"" + Shown.text(text.get()) + "\"");
    }
    return text.map(Long::parseLong).map(Duration::ofSeconds).orElse(usual);
  }

  private boolean isTrue(String name) {
    return value(name).map(v -> TRUE_VALUES.contains(v.toLowerCase(Locale.ROOT))).orElse(false);
  }

  private Optional<String> first(String... names) {
    return Arrays.stream(names).map(this::value).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(env.get(name)).filter(text -> !text.isBlank());
  }

  /** Replaces a leading {@code ~} and variables, which a service's settings may hold unexpanded. */
  private Path path(String text) {
    boolean fromHome = text.equals("~") || text.startsWith("~/");
    String absolute = fromHome ? userHome() + text.substring(1) : text;
    return Path.of(VARIABLE.matcher(absolute).replaceAll(this::variable));
  }

  private String variable(MatchResult match) {
    String name = match.group(1) != null ? match.group(1) : match.group(2);
    return Matcher.quoteReplacement(env.getOrDefault(name, match.group()));
  }

  private String userHome() {
    return value("HOME").orElseGet(() -> System.getProperty("user.home"));
  }
}
