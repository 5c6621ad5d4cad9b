package dev.jclip.scene;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be said of a scene, in forms of different kind. Each caption is true; each list has at
 * least one but {@code relation}, which is empty where no object is clearly beside another, {@code
 * position}, where none is clearly beside all others, and {@code order}, where they do not stand
 * clearly in a row.
 *
 * @param object single objects: "a small red metal mug"
 * @param count how many: "two red balls"
 * @param colour "red and blue objects"
 * @param relation "a red mug to the left of a blue ball"
 * @param position "a red mug on the left"
 * @param order "a red mug and a blue ball from left to right"
 * @param scene all objects and the ground: "a red mug and a blue ball on a wooden table"
 * @param description one sentence that also says where objects are: "a red mug left of a blue ball
 *     on a wooden table"
 */
public record SceneCaptions(
    List<String> object,
    List<String> count,
    List<String> colour,
    List<String> relation,
    List<String> position,
    List<String> order,
    List<String> scene,
    List<String> description) {

  /**
   * A relation as it is, and with its two objects exchanged.
   *
   * @param swapped never true of the same scene
   */
  public record Choice(String right, String swapped) {}

  /** Ways to name an object, from the most to the least that is said. */
  private static final List<Function<SceneObject, String>> NAMES =
      List.of(
          SceneObject::name,
          object -> object.shape().toString(),
          object -> object.colour() + " object");

  /** Rows to name the objects in; each has the relation to those behind it. */
  private enum Row {
    FROM_LEFT_TO_RIGHT(Relation.LEFT_OF),
    FROM_FRONT_TO_BACK(Relation.IN_FRONT_OF);

    private final Relation relation;

    Row(Relation relation) {
      this.relation = relation;
    }
  }

  /** Captions of a scene, always in the same order. */
  public static SceneCaptions of(Scene scene) {
    return new SceneCaptions(
        objects(scene),
        counts(scene),
        colours(scene),
        relations(scene),
        positions(scene),
        orders(scene),
        whole(scene),
        List.of(new SceneDescription(scene).sentence()));
  }

  /** By field, as records hold them. */
  public Map<String, List<String>> byKind() {
    var kinds = new LinkedHashMap<String, List<String>>();
    kinds.put("object", object);
    kinds.put("count", count);
    kinds.put("colour", colour);
    kinds.put("relation", relation);
    kinds.put("position", position);
    kinds.put("order", order);
    kinds.put("scene", scene);
    kinds.put("description", description);
    return kinds;
  }

  /** The relations of a scene between objects that colour and shape tell apart. */
  public static List<Choice> choices(Scene scene) {
    var choices = new ArrayList<Choice>();
    for (Scene.Placement placement : scene.placements()) {
      SceneObject subject = scene.objects().get(placement.subject());
      SceneObject object = scene.objects().get(placement.object());
      if (isUnique(scene, SceneObject::name, subject)
          && isUnique(scene, SceneObject::name, object)) {
        String phrase = placement.relation().toString();
        choices.add(
            new Choice(
                said(subject.name(), phrase, object.name()),
                said(object.name(), phrase, subject.name())));
      }
    }
    return choices;
  }

  private static List<String> objects(Scene scene) {
    Set<String> captions = new LinkedHashSet<>();
    boolean alone = scene.objects().size() == 1;
    for (SceneObject object : scene.objects()) {
      String plain = Words.one(object.name());
      String full = Words.one(full(object));
      captions.add(plain);
      captions.add(full);
      captions.add(Words.one(ofMaterial(object)));
      if (alone) {
        captions.add("a photo of " + plain);
        captions.add("a picture of " + full);
        captions.add(plain + " on " + scene.backdrop());
        captions.add(Words.one(object.size() + " " + object.name()) + " on " + scene.backdrop());
        captions.add(Words.one(object.shape().toString()));
      }
    }
    return List.copyOf(captions);
  }

  private static String full(SceneObject object) {
    return object.size() + " " + ofMaterial(object);
  }

  private static String ofMaterial(SceneObject object) {
    return object.colour() + " " + object.material() + " " + object.shape();
  }

  private static List<String> counts(Scene scene) {
    int all = scene.objects().size();
    var captions = new ArrayList<String>();
    captions.add(all == 1 ? "one object" : Words.number(all) + " objects");
    captions.add(captions.getFirst() + " on " + scene.backdrop());
    Map<Shape, List<SceneObject>> byShape =
        scene.objects().stream()
            .collect(
                Collectors.groupingBy(SceneObject::shape, LinkedHashMap::new, Collectors.toList()));
    byShape.forEach(
        (shape, alike) -> {
          captions.add(counted(alike.size(), shape.toString()));
          alike.stream()
              .collect(
                  Collectors.groupingBy(
                      SceneObject::colour, LinkedHashMap::new, Collectors.counting()))
              .forEach(
                  (colour, count) ->
                      captions.add(counted(Math.toIntExact(count), colour + " " + shape)));
        });
    return List.copyOf(captions);
  }

  private static String counted(int count, String noun) {
    return Words.number(count) + " " + (count == 1 ? noun : Words.several(noun));
  }

  private static List<String> colours(Scene scene) {
    List<String> colours =
        scene.objects().stream().map(object -> object.colour().toString()).distinct().toList();
    if (scene.objects().size() == 1) {
      return List.of(Words.one(colours.getFirst() + " object"), "something " + colours.getFirst());
    }
    return List.of(Words.list(colours) + " objects", "things in " + Words.list(colours));
  }

  private static List<String> relations(Scene scene) {
    Set<String> captions = new LinkedHashSet<>();
    for (Scene.Placement placement : scene.placements()) {
      SceneObject subject = scene.objects().get(placement.subject());
      SceneObject object = scene.objects().get(placement.object());
      for (Function<SceneObject, String> name : NAMES) {
        if (isUnique(scene, name, subject) && isUnique(scene, name, object)) {
          for (String phrase : placement.relation().phrases()) {
            captions.add(said(name.apply(subject), phrase, name.apply(object)));
          }
        }
      }
    }
    return List.copyOf(captions);
  }

  private static List<String> positions(Scene scene) {
    Set<String> captions = new LinkedHashSet<>();
    for (int i = 0; i < scene.objects().size(); i++) {
      SceneObject object = scene.objects().get(i);
      scene
          .relationToAll(i)
          .flatMap(Relation::place)
          .ifPresent(
              place ->
                  NAMES.stream()
                      .filter(name -> isUnique(scene, name, object))
                      .map(name -> Words.one(name.apply(object)) + " " + place)
                      .forEach(captions::add));
    }
    return List.copyOf(captions);
  }

  private static List<String> orders(Scene scene) {
    Set<String> captions = new LinkedHashSet<>();
    for (Row row : Row.values()) {
      List<SceneObject> objects = scene.row(row.relation);
      for (Function<SceneObject, String> name : NAMES) {
        List<String> names = objects.stream().map(name).map(Words::one).distinct().toList();
        if (names.size() > 1 && names.size() == objects.size()) {
          captions.add(Words.list(names) + " " + Words.of(row));
        }
      }
    }
    return List.copyOf(captions);
  }

  private static String said(String subject, String phrase, String object) {
    return Words.one(subject) + " " + phrase + " " + Words.one(object);
  }

  private static boolean isUnique(
      Scene scene, Function<SceneObject, String> name, SceneObject object) {
    return scene.objects().stream()
            .filter(other -> name.apply(other).equals(name.apply(object)))
            .count()
        == 1;
  }

  private static List<String> whole(Scene scene) {
    return List.of(
        whole(scene, SceneObject::name),
        whole(scene, SceneCaptions::full),
        whole(scene, SceneCaptions::ofMaterial));
  }

  private static String whole(Scene scene, Function<SceneObject, String> name) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    scene.objects().forEach(object -> counts.merge(name.apply(object), 1, Integer::sum));
    List<String> parts =
        counts.entrySet().stream()
            .map(entry -> Words.counted(entry.getKey(), entry.getValue()))
            .toList();
    return Words.list(parts) + " on " + scene.backdrop();
  }
}
