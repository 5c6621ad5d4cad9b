package dev.jclip.moderation.policy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Policies that cannot be used. A sign in their text stands where the error is expected. */
final class MalformedPolicies {
  private static final char HERE = '◆';
  private static final String SOUND =
      """
      version: 1
      categories:
        weapons: {action: block, concepts: [{sentence: a gun}]}
        drugs: {concepts: [{sentence: a joint}]}
      """;

  /** Files beside the malformed ones, by name. */
  private static final Map<String, String> NEIGHBOURS =
      Map.of(
          "sound.yaml", SOUND,
          "cycle.yaml", "version: 1\nextends: policy.yaml\n",
          "broken.yaml", "version: 1\ncategories: []\n",
          "head.bin", "",
          "a.jpg", "");

  private MalformedPolicies() {}

  /**
   * A policy.
   *
   * @param name what is wrong
   * @param bytes the file
   * @param file the file that the error names
   * @param place the expected line and column, as {@code LINE:COLUMN}
   * @param seenBySchema whether a validator sees that it is malformed, without its neighbours
   * @param words what the message says
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Malformed(
      String name,
      byte[] bytes,
      String file,
      String place,
      boolean seenBySchema,
      List<String> words) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Writes the policy and its neighbours. */
    Path write(Path folder) throws IOException {
      for (Map.Entry<String, String> neighbour : NEIGHBOURS.entrySet()) {
        Files.writeString(folder.resolve(neighbour.getKey()), neighbour.getValue());
      }
      return Files.write(folder.resolve("policy.yaml"), bytes);
    }

    private Malformed inFile(String other, String otherPlace) {
      return new Malformed(name, bytes, other, otherPlace, seenBySchema, words);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Malformed> all() {
    var all = new ArrayList<Malformed>();
    all.addAll(noYaml());
    all.addAll(encodings());
    all.addAll(sizes());
    all.addAll(policies());
    all.addAll(extending());
    all.addAll(categories());
    all.addAll(thresholds());
    all.addAll(concepts());
    all.addAll(heads());
    return all;
  }

  private static List<Malformed> noYaml() {
    return List.of(
        unseen("open bracket", "version: 1\ncategories: {a: {concepts: [\n◆", "no YAML"),
        unseen("open quote", "version: 1\nname: \"a policy\n◆", "no YAML", "unexpected end"),
        unseen("tab as indentation", "version: 1\ncategories:\n◆\ta: {}\n", "no YAML", "TAB"),
        unseen("deeper than its mapping", "version: 1\n  name◆: a\n", "mapping values"),
        unseen("list entry in a mapping", "version: 1\n◆- a\n", "no YAML"),
        unseen("closing bracket too many", "version: 1\nname: ◆]\n", "no YAML"),
        unseen("reserved character", "version: 1\nname: ◆`a`\n", "cannot start any token"),
        unseen("unknown escape", "version: 1\nname: \"\\◆q\"\n", "unknown escape"),
        unseen("unknown anchor", "version: 1\nname: ◆*nobody\n", "undefined alias", "nobody"),
        unseen("unknown tag handle", "version: 1\nname: ◆!a!b c\n", "undefined tag handle"),
        unseen("control character", "version: 1\nname: a◆\u0001\n", "U+0001"),
        unseen("two documents", SOUND + "---\n◆" + SOUND, "a second document"),
        unseen("empty file", "◆", "an empty file"),
        unseen("comments alone", "◆# a policy\n", "an empty file"),
        seen("nothing but a null", "◆null\n", "expected a mapping", "found nothing"),
        seen("a list", "◆- version: 1\n", "expected a mapping", "a list"),
        seen("a text", "◆a policy\n", "expected a mapping", "'a policy'"),
        unseen("list as key", "version: 1\n? ◆[a, b]\n: c\n", "expected a word as key", "a list"),
        unseen("mapping as key", "{◆{a: b}: c}\n", "expected a word as key", "a mapping"),
        unseen("key twice", "version: 1\nname: a\n◆name: b\n", "each key once", "'name'", ":2:1"),
        seen(
            "merged mapping",
            "version: 1\ncategories:\n  a: &a {concepts: [{sentence: x}]}\n  b: {◆<<: *a}\n",
            "unknown key '<<'"),
        unseen(
            "mapping that contains itself",
            "version: 1\ncategories: &c\n  ◆a: *c\n",
            "category a",
            "unknown key 'a'"));
  }

  private static List<Malformed> encodings() {
    return List.of(
        encoded("UTF-16 with a mark", "\ufeff" + SOUND, StandardCharsets.UTF_16LE, "1:1", "0xff"),
        encoded("UTF-16 without a mark", SOUND, StandardCharsets.UTF_16LE, "1:2", "a zero byte"),
        encoded("UTF-32", SOUND, Charset.forName("UTF-32BE"), "1:1", "a zero byte"),
        encoded("Latin-1", "version: 1\nname: Größe\n", StandardCharsets.ISO_8859_1, "2:9", "0xf6"),
        bytes(
            "zero byte",
            "version: 1\nname: a\0b\n".getBytes(StandardCharsets.UTF_8),
            "2:8",
            "zero"),
        bytes(
            "cut off within a character",
            Arrays.copyOf("name: é".getBytes(StandardCharsets.UTF_8), 7),
            "1:7",
            "UTF-8",
            "0xc3"),
        bytes("an image", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "1:1", "UTF-8", "0x89"));
  }

  private static List<Malformed> sizes() {
    String comment = "# " + "a".repeat(97) + "\n";
    String bomb =
        "version: 1\na0: &a0 [x]\n"
            + IntStream.range(1, 12)
                .mapToObj(
                    i -> "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)))
                .collect(Collectors.joining());
    String many =
        IntStream.rangeClosed(0, 10_000)
            .mapToObj("s%d"::formatted)
            .collect(Collectors.joining(", ", "[", "]"));
    return List.of(
        unseen("10,000 brackets", "◆" + "[".repeat(10_000), ""),
        unseen(
            "10,000 brackets that are closed", "◆" + "[".repeat(10_000) + "]".repeat(10_000), ""),
        unseen("10,000 mappings", "◆" + "{a: ".repeat(10_000), ""),
        unseen("10,000 nested list entries", "◆" + "- ".repeat(10_000), ""),
        unseen("aliases of aliases", "◆" + bomb, "aliases"),
        unseen("2 MB", "◆" + SOUND + comment.repeat(20_000), "more than 1048576 bytes"),
        unseen(
            "10,001 sentences",
            "◆version: 1\ncategories: {a: {concepts: [{sentences: %s}]}}\n".formatted(many),
            "10000 sentences or fewer",
            "10001"));
  }

  private static List<Malformed> policies() {
    return List.of(
        seen("no version", "◆categories: {a: {concepts: [{sentence: x}]}}\n", "version: 1"),
        seen("another version", "version: ◆2\n", "expected 1", "2"),
        seen("version as a text", "version: ◆'1'\n", "version", "expected a number"),
        seen("version between two", "version: ◆1.5\n", "expected 1", "1.5"),
        seen("version without a value", "version:◆\nname: a\n", "expected a number", "nothing"),
        seen("version as a list", "version: ◆[1]\n", "expected a number", "a list"),
        seen("unknown key", "version: 1\n◆nmae: a\n", "unknown key 'nmae'", "name"),
        seen("name as a list", "version: 1\nname: ◆[a]\n", "name", "expected a text", "a list"),
        seen("blank name", "version: 1\nname: ◆' '\n", "name", "expected a text", "nothing"),
        seen(
            "unknown failure action", "version: 1\non_failure: ◆ignore\n", "allow, flag", "ignore"),
        seen("no categories", "◆version: 1\nname: a\n", "expected the key 'categories'"),
        seen("empty categories", "version: 1\ncategories: ◆{}\n", "categories", "one or more"),
        seen("categories as a list", "version: 1\ncategories:\n  ◆- a\n", "expected a mapping"),
        seen("categories without a value", "version: 1\ncategories:◆\n", "found nothing"),
        seen("categories as a text", "version: 1\ncategories: ◆all\n", "mapping", "'all'"));
  }

  private static List<Malformed> extending() {
    return List.of(
        unseen("extends a missing file", "version: 1\nextends: ◆nobody.yaml\n", "no such file"),
        unseen("extends itself", "version: 1\nextends: ◆policy.yaml\n", "another policy"),
        unseen("extends a policy that extends it", "version: 1\nextends: cycle.yaml\n", "extends")
            .inFile("cycle.yaml", "2:10"),
        unseen("extends a malformed policy", "version: 1\nextends: broken.yaml\n", "categories")
            .inFile("broken.yaml", "2:13"),
        unseen("extends a folder", "version: 1\nextends: ◆.\n", "no such file"),
        unseen("extends no file's name", "version: 1\nextends: ◆\"a\\0b\"\n", "name of a file"),
        seen("extends a list", "version: 1\nextends: ◆[sound.yaml]\n", "expected a text"),
        seen("extends without a value", "version: 1\nextends:◆\n", "expected a text", "nothing"),
        unseen(
            "removes an unknown category",
            "version: 1\nextends: sound.yaml\nremove: ◆[weapon]\n",
            "'weapon'",
            "weapons, drugs"),
        unseen(
            "removes without extending",
            "version: 1\nremove: ◆[a]\ncategories: {a: {concepts: [{sentence: x}]}}\n",
            "'a'",
            "it has none"),
        unseen(
            "removes all",
            "◆version: 1\nextends: sound.yaml\nremove: [weapons, drugs]\n",
            "expected categories"),
        seen("removes a text", "version: 1\nextends: sound.yaml\nremove: ◆drugs\n", "a list"),
        seen("removes nothing", "version: 1\nextends: sound.yaml\nremove: ◆[]\n", "empty list"),
        seen(
            "removes twice",
            "version: 1\nextends: sound.yaml\nremove: [drugs, ◆drugs]\n",
            "each text once"));
  }

  private static Malformed category(boolean seen, String name, String category, String... words) {
    return malformed(seen, name, "version: 1\ncategories:\n  a:\n" + category.indent(4), words);
  }

  private static List<Malformed> categories() {
    return List.of(
        seen(
            "category without a value",
            "version: 1\ncategories:\n  a:◆\n",
            "category a",
            "mapping"),
        seen(
            "category as a text",
            "version: 1\ncategories:\n  a: ◆block\n",
            "category a",
            "'block'"),
        seen("category as a list", "version: 1\ncategories:\n  a: ◆[x]\n", "category a", "a list"),
        seen("category without a name", "version: 1\ncategories:\n  '': ◆{}\n", "a blank one"),
        unseen(
            "category twice",
            "version: 1\ncategories:\n  a: {concepts: [{sentence: x}]}\n  ◆a: {action: flag}\n",
            "categories",
            "each key once"),
        category(true, "unknown key of a category", "◆treshold: 0.5", "'treshold'", "threshold"),
        category(false, "category's key twice", "action: flag\n◆action: block", "each key once"),
        category(false, "category of nothing", "◆action: flag", "'concepts' or 'heads'", "action"),
        category(true, "no concepts", "concepts: ◆[]", "concepts", "an empty list"),
        category(true, "concepts as a mapping", "concepts: ◆{sentence: x}", "a list", "a mapping"),
        category(
            true, "concept as a text", "concepts: [◆a gun]", "concept 1", "mapping", "'a gun'"),
        category(
            true, "concept as a list", "concepts: [{sentence: x}, ◆[y]]", "concept 2", "a list"),
        category(
            true,
            "unknown action",
            "action: ◆delete\nconcepts: [{sentence: x}]",
            "allow, flag, blur, block",
            "'delete'"),
        category(
            true,
            "action in capitals",
            "action: ◆Block\nconcepts: [{sentence: x}]",
            "action",
            "'Block'"),
        category(
            true,
            "action as a list",
            "action: ◆[flag]\nconcepts: [{sentence: x}]",
            "action",
            "expected a text"),
        category(
            true,
            "unknown severity",
            "severity: ◆severe\nconcepts: [{sentence: x}]",
            "low, medium, high",
            "'severe'"));
  }

  private static Malformed threshold(String name, String value, String... words) {
    return category(
        true,
        "threshold: " + name,
        "threshold: ◆%s\nconcepts: [{sentence: x}]".formatted(value),
        words);
  }

  private static List<Malformed> thresholds() {
    return List.of(
        threshold("zero", "0", "above 0 and below 1", "found 0"),
        threshold("one", "1", "above 0 and below 1", "found 1"),
        threshold("negative", "-0.1", "found -0.1"),
        threshold("percent", "50", "found 50"),
        threshold("with a percent sign", "50%", "expected a number", "'50%'"),
        threshold("not a number", ".nan", "expected a number", "'.nan'"),
        threshold("infinite", ".inf", "expected a number", "'.inf'"),
        threshold("beyond a double", "1e400", "threshold", "expected a"),
        threshold("text", "high", "expected a number", "'high'"),
        threshold("quoted", "'0.5'", "expected a number", "'0.5'"),
        threshold("decimal comma", "0,5", "expected a number", "'0,5'"),
        threshold("list", "[0.5]", "expected a number", "a list"),
        threshold("hexadecimal", "0x1", "expected a number", "'0x1'"));
  }

  private static Malformed concept(boolean seen, String name, String concept, String... words) {
    return category(seen, name, "concepts:\n  - " + concept.replace("\n", "\n    "), words);
  }

  private static List<Malformed> concepts() {
    return List.of(
        concept(true, "unknown key of a concept", "◆sentance: x", "'sentance'", "sentence"),
        concept(false, "concept's key twice", "sentence: x\n◆sentence: y", "each key once"),
        concept(true, "both forms", "◆sentence: x\nsentences: [y]", "found both"),
        concept(true, "neither form", "◆counter: [y]", "'sentence' or 'sentences'", "counter"),
        concept(true, "empty concept", "◆{}", "'sentence' or 'sentences'", "no key"),
        concept(true, "sentence without a value", "sentence:◆", "expected a text", "nothing"),
        concept(true, "blank sentence", "sentence: ◆'  '", "expected a text", "nothing"),
        concept(true, "sentence as a list", "sentence: ◆[x]", "expected a text", "a list"),
        concept(true, "sentences as a text", "sentences: ◆x", "expected a list", "'x'"),
        concept(true, "no sentences", "sentences: ◆[]", "an empty list"),
        concept(true, "sentence twice", "sentences: [x, y, ◆x]", "each text once", "\"x\""),
        concept(true, "blank among sentences", "sentences: [x, ◆' ']", "expected a text"),
        concept(true, "mapping among sentences", "sentences: [x, ◆{y: z}]", "a mapping"),
        concept(true, "counter as a text", "sentence: x\ncounter: ◆y", "counter", "a list"),
        concept(
            true, "counter twice", "sentence: x\ncounter: [y, ◆y]", "counter", "each text once"),
        concept(true, "no counters", "sentence: x\ncounter: ◆[]", "counter", "an empty list"),
        concept(false, "own counter", "sentence: x\ncounter: ◆[y, x]", "counter", "\"x\" in both"),
        concept(false, "own exception", "sentence: x\nexceptions: ◆[x]", "exceptions", "\"x\""),
        concept(true, "exceptions as a mapping", "sentence: x\nexceptions: ◆{y: z}", "a list"),
        concept(
            false,
            "missing example",
            "sentence: x\nexamples: [a.jpg, ◆b.jpg]\ncounter_examples: [a.jpg]",
            "examples",
            "b.jpg: no such file"),
        concept(
            false,
            "missing counter-example",
            "sentence: x\nexamples: [a.jpg]\ncounter_examples: [◆c/d.jpg]",
            "counter_examples",
            "no such file"),
        concept(
            false,
            "example that no file is called",
            "sentence: x\nexamples: [◆\"a\\0b\"]\ncounter_examples: [a.jpg]",
            "the name of a file"),
        concept(
            true,
            "examples alone",
            "◆sentence: x\nexamples: [a.jpg]",
            "'examples' and 'counter_examples' together"),
        concept(
            false,
            "own counter-example",
            "sentence: x\nexamples: [a.jpg]\ncounter_examples: ◆[a.jpg]",
            "counter_examples",
            "in both"));
  }

  private static Malformed head(boolean seen, String name, String head, String... words) {
    return category(seen, "head: " + name, "heads:\n  - " + head.replace("\n", "\n    "), words);
  }

  private static List<Malformed> heads() {
    return List.of(
        category(true, "no heads", "heads: ◆[]", "heads", "an empty list"),
        category(true, "heads as a mapping", "heads: ◆{kind: nsfw}", "heads", "a list"),
        category(true, "head as a text", "heads: [◆nsfw]", "head 1", "mapping"),
        head(true, "no kind", "◆file: head.bin", "the key 'kind'"),
        head(
            true, "unknown kind", "kind: ◆nfsw\nfile: head.bin", "safety-checker, nsfw, aesthetic"),
        head(true, "no file", "◆kind: nsfw", "the key 'file'"),
        head(false, "missing file", "kind: nsfw\nfile: ◆nobody.bin", "nobody.bin", "no such file"),
        head(false, "no file's name", "kind: nsfw\nfile: ◆\"a\\0b\"", "the name of a file"),
        head(true, "unknown key", "kind: nsfw\n◆path: head.bin", "'path'", "file"),
        head(false, "key twice", "kind: nsfw\n◆kind: nsfw", "each key once"),
        head(false, "bound of a detector", "◆kind: nsfw\nfile: head.bin\nabove: 5", "neither"),
        head(false, "no bound", "◆kind: aesthetic\nfile: head.bin", "either 'above' or 'below'"),
        head(
            false,
            "two bounds",
            "◆kind: aesthetic\nfile: head.bin\nabove: 5\nbelow: 3",
            "found both"),
        head(true, "bound as a text", "kind: aesthetic\nfile: head.bin\nabove: ◆good", "a number"),
        head(
            false,
            "bound beyond a double",
            "kind: aesthetic\nfile: head.bin\nbelow: ◆1e400",
            "expected a number"));
  }

  private static Malformed seen(String name, String text, String... words) {
    return malformed(true, name, text, words);
  }

  private static Malformed unseen(String name, String text, String... words) {
    return malformed(false, name, text, words);
  }

  private static Malformed malformed(boolean seen, String name, String text, String... words) {
    String before = text.substring(0, Math.max(0, text.indexOf(HERE)));
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    return new Malformed(
        name,
        text.replace(String.valueOf(HERE), "").getBytes(StandardCharsets.UTF_8),
        "policy.yaml",
        line + ":" + column,
        seen,
        List.of(words));
  }

  private static Malformed encoded(
      String name, String text, Charset charset, String place, String... words) {
    return bytes(name, text.getBytes(charset), place, words);
  }

  private static Malformed bytes(String name, byte[] bytes, String place, String... words) {
    return new Malformed(name, bytes, "policy.yaml", place, false, List.of(words));
  }
}
