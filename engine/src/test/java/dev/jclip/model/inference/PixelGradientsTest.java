package dev.jclip.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.config.ResNetConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.VisionConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.VisionTower;
import dev.jclip.model.inference.Cutouts.Resampling;
import dev.jclip.model.inference.Cutouts.Square;
import dev.jclip.model.inference.PixelObjective.Cosine;
import dev.jclip.model.inference.PixelObjective.Logit;
import dev.jclip.model.inference.PixelObjective.Measure;
import dev.jclip.model.inference.PixelObjective.SphericalDistance;
import dev.jclip.model.inference.PixelObjective.Target;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.thread.Part;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.ResidentMemory;
import dev.jclip.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gradients along pixels against PyTorch's, which were computed in float64. */
class PixelGradientsTest {
  private static final double BOUND = 1e-5;
  private static final Path MODELS = Path.of("src/test/resources/golden/models");
  private static final Golden GOLDEN =
      Golden.read(Path.of("src/test/resources/golden/gradients/pixels.safetensors"));
  private static final double STEP = 1e-6;
  private static final Measure LOGIT = new Logit(2.5, -1.25);

  @ParameterizedTest
  @ValueSource(strings = {"openclip-vit", "openclip-resnet", "openclip-attentional-pool", "hf-vit"})
  void gradientsOfEveryTowerAreThePeers(String model) {
    float[] values = GOLDEN.floats("image");
    int[] shape = GOLDEN.shape("image");
    var image = new FloatImage(shape[2], shape[1], values);
    try (PixelGradients gradients = open(MODELS.resolve(model))) {
      for (Measure measure : List.of(new Cosine(), LOGIT, new SphericalDistance())) {
        for (Resampling resampling : Resampling.values()) {
          String key = model + "/" + name(measure) + "/" + resampling;
          if (GOLDEN.names().contains(key + "/value")) {
            PixelGradient found =
                gradients.of(image, new Cutouts(squares(), resampling), objective(model, measure));
            assertThat(found.value())
                .as(key)
                .isCloseTo(GOLDEN.floats(key + "/value")[0], within(1e-5));
            assertNear(key, found.gradient(), GOLDEN.floats(key + "/gradient"));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openclip-vit", "openclip-resnet", "openclip-attentional-pool", "hf-vit"})
  void gradientsOfPreparedImagesAreThePeers(String model) {
    List<float[]> prepared = parts(GOLDEN, model + "/prepared");
    float[] values = GOLDEN.floats(model + "/LOGIT/prepared/value");
    List<float[]> expected = parts(GOLDEN, model + "/LOGIT/prepared/gradient");
    try (PixelGradients gradients = open(MODELS.resolve(model))) {
      List<PixelGradient> found = gradients.ofPrepared(prepared, objective(model, LOGIT));
      assertThat(found).hasSameSizeAs(prepared);
      for (int i = 0; i < values.length; i++) {
        assertThat(found.get(i).value()).isCloseTo(values[i], within(1e-5));
        assertNear(model + " " + i, found.get(i).gradient(), expected.get(i));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openclip-vit,ADAPTIVE_AVERAGE",
    "openclip-vit,BILINEAR",
    "openclip-vit,BILINEAR_ANTIALIASED",
    "openclip-vit,BICUBIC_ANTIALIASED",
    "hf-vit-gelu,ADAPTIVE_AVERAGE"
  })
  void guidanceIsThatOfTheSharedCase(String model, Resampling resampling) throws IOException {
    Path folder = SharedData.require("golden-models/clip-guidance");
    Golden expected = Golden.read(folder.resolve("expected.safetensors"));
    JsonNode notes =
        JsonMapper.builder().build().readTree(Files.readString(folder.resolve("expected.json")));
    var squares = new ArrayList<Square>();
    for (JsonNode cutout : notes.get("cutouts")) {
      squares.add(
          new Square(cutout.get(0).intValue(), cutout.get(1).intValue(), cutout.get(2).intValue()));
    }
    int[] shape = expected.shape("image");
    var image = new FloatImage(shape[3], shape[2], expected.floats("image"));
    String how = resampling.toString().toLowerCase(Locale.ROOT).replace("aliased", "alias");
    float[] target = expected.floats(model + "/text_embedding");
    try (ModelEncoder encoder = encoder(SharedData.require("golden/" + model));
        PixelGradients gradients = encoder.pixelGradients(preprocessing(encoder))) {
      var logit = new Logit(encoder.logitScale(), encoder.logitBias());
      for (var kind : List.of("logit", "spherical")) {
        String key = model + "/" + how + "/" + kind + "_gradient";
        if (expected.names().contains(key)) {
          Measure measure = kind.equals("logit") ? logit : new SphericalDistance();
          PixelGradient found =
              gradients.of(
                  image,
                  new Cutouts(squares, resampling),
                  new PixelObjective(measure, List.of(new Target(target, 1))));
          assertThat(found.value())
              .isCloseTo(notes.get(model).get(how).get(kind).doubleValue(), within(1e-5));
          assertNear(key, found.gradient(), expected.floats(key));
        }
      }
      float[] prepared =
          parts(
                  Golden.read(
                      SharedData.require("golden/" + model).resolve("expected.safetensors")),
                  "pixel_values")
              .getFirst();
      PixelGradient plain =
          gradients
              .ofPrepared(
                  List.of(prepared), new PixelObjective(logit, List.of(new Target(target, 1))))
              .getFirst();
      assertThat(plain.value())
          .isCloseTo(notes.get(model).get("plain").get(0).doubleValue(), within(1e-5));
      assertNear(model, plain.gradient(), expected.floats(model + "/plain_gradient"));
    }
  }

  @Test
  void lossOfADiffusionStepIsThatOfTheSharedCase() throws IOException {
    Path folder = SharedData.require("golden-models/clip-guidance");
    Golden expected = Golden.read(folder.resolve("expected.safetensors"));
    double loss =
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(folder.resolve("expected.json")))
            .get("sd1-step")
            .get("loss")
            .doubleValue();
    int[] shape = expected.shape("sd1-step/decoded");
    var image = new FloatImage(shape[3], shape[2], expected.floats("sd1-step/decoded"));
    var target = new Target(expected.floats("hf-vit-gelu/text_embedding"), 100);
    try (ModelEncoder encoder = encoder(SharedData.require("golden/hf-vit-gelu"));
        PixelGradients gradients = encoder.pixelGradients(preprocessing(encoder))) {
      double found =
          gradients
              .of(
                  image,
                  Cutouts.centre(image, Resampling.BILINEAR_ANTIALIASED),
                  new PixelObjective(new SphericalDistance(), List.of(target)))
              .value();
      assertThat(found / loss).isCloseTo(1, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"vit,ADAPTIVE_AVERAGE", "vit,BICUBIC_ANTIALIASED", "resnet,BILINEAR_ANTIALIASED"})
  void gradientsAreTheSlopesOfDifferences(String kind, Resampling resampling) {
    var random = new Random(20261130);
    VisionConfig config =
        kind.equals("vit") ? vit() : new ResNetConfig(32, 2, List.of(1, 1, 1, 1), 4);
    var cutouts = new Cutouts(List.of(new Square(0, 0, 11), new Square(2, 3, 9)), resampling);
    var objective =
        new PixelObjective(
            new SphericalDistance(),
            List.of(new Target(randoms(random, 6), 1.5), new Target(randoms(random, 6), -0.75)));
    try (TensorScope _ = TensorScope.recording()) {
      var model = new ClipConfig(6, config, text(), false);
      VisionTower tower =
          ModelFamilies.of(model).imageTower(model, doubles(random), new PlainLayers());
      PreprocessConfig preprocessing = PreprocessConfig.openAi(config.imageSize());
      Function<Tensor, Tensor> value =
          x -> {
            Tensor seen = cutouts.of(x, new Part(0, 2), config.imageSize());
            return objective
                .values(tower.forward(PixelGradients.normalise(seen, preprocessing)))
                .mean();
          };
      Tensor image =
          Tensors.of(randoms(random, 3 * 11 * 12), 1, 3, 11, 12).to(torch.ScalarType.Double);
      image.set_requires_grad(true);
      value.apply(image).backward();
      for (int i = 0; i < 5; i++) {
        Tensor direction =
            Tensors.of(randoms(random, 3 * 11 * 12), 1, 3, 11, 12).to(torch.ScalarType.Double);
        var step = new Scalar(STEP);
        double difference =
            value.apply(image.detach().add(direction.mul(step))).item_double()
                - value.apply(image.detach().sub(direction.mul(step))).item_double();
        double slope = image.grad().mul(direction).sum().item_double();
        double size = image.grad().norm().mul(direction.norm()).item_double();
        assertThat(difference / (2 * STEP)).isCloseTo(slope, within(1e-5 * size));
        assertThat(Math.abs(slope)).isGreaterThan(1e-3 * size);
      }
    }
  }

  private static VisionConfig vit() {
    return VitConfig.builder()
        .imageSize(16)
        .patchSize(8)
        .width(24)
        .layers(2)
        .heads(3)
        .mlpWidth(32)
        .activation(Activation.QUICK_GELU)
        .build();
  }

  private static TextConfig text() {
    return TextConfig.builder()
        .contextLength(4)
        .vocabSize(8)
        .width(8)
        .layers(1)
        .heads(1)
        .mlpWidth(8)
        .build();
  }

  /** Random weights in float64 that keep numbers at their size. */
  private static Parameters doubles(Random random) {
    return new Parameters() {
      @Override
      public Tensor parameter(String name, long... shape) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        double fanIn = shape.length < 2 ? 1 : (double) count / shape[0];
        return Tensors.of(randoms(random, count), shape)
            .to(torch.ScalarType.Double)
            .div(new Scalar(Math.sqrt(fanIn)));
      }

      @Override
      public Tensor buffer(String name, long... shape) {
        Tensor statistics = parameter(name, shape);
        return name.endsWith("var") ? statistics.abs().add(new Scalar(0.5)) : statistics;
      }
    };
  }

  private static float[] randoms(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void aGradientIsTheSameBesideOthers() throws Exception {
    String model = "openclip-vit";
    var image = new FloatImage(20, 16, GOLDEN.floats("image"));
    var cutouts = new Cutouts(squares(), Resampling.BICUBIC_ANTIALIASED);
    PixelObjective objective = objective(model, new SphericalDistance());
    try (PixelGradients gradients = open(MODELS.resolve(model));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      float[] alone = gradients.of(image, cutouts, objective).gradient();
      var calls = new ArrayList<Future<PixelGradient>>();
      for (int i = 0; i < 40; i++) {
        calls.add(threads.submit(() -> gradients.of(image, cutouts, objective)));
      }
      for (Future<PixelGradient> call : calls) {
        assertThat(call.get().gradient()).isEqualTo(alone);
      }
    }
  }

  @Test
  void memoryIsFlatOverTwoHundredCalls() {
    int side = 256;
    var image = new FloatImage(side, side, new float[3 * side * side]);
    PixelObjective objective = objective("openclip-vit", LOGIT);
    try (PixelGradients gradients = open(MODELS.resolve("openclip-vit"))) {
      for (int i = 0; i < 20; i++) {
        gradients.of(image, copies(2), objective);
      }
      System.gc();
      long before = ResidentMemory.bytes();
      for (int i = 0; i < 200; i++) {
        gradients.of(image, copies(2), objective);
      }
      System.gc();
      assertThat(ResidentMemory.bytes() - before).isLessThan(48L << 20);
    }
  }

  /** A tower that keeps three megabytes for each image until it has gone back. */
  @Test
  void memoryDoesNotGrowWithTheNumberOfCutouts() {
    int side = 256;
    LazyTower.Builder<UnaryOperator<Tensor>> keepsMuch =
        (_, _) -> x -> x.sin().exp().tanh().sin().mean(2, 3);
    var image = new FloatImage(20, 16, GOLDEN.floats("image"));
    PixelObjective objective = PixelObjective.cosine(new float[] {1, 2, 3});
    try (var gradients =
        new PixelGradients(new NoWeights(), "cpu", keepsMuch, PreprocessConfig.openAi(side), 3)) {
      gradients.of(image, copies(16), objective);
      long before = ResidentMemory.peakBytes();
      gradients.of(image, copies(160), objective);
      assertThat(ResidentMemory.peakBytes() - before).isLessThan(96L << 20);
    }
  }

  private static final class NoWeights implements WeightSource {
    @Override
    public Tensor read(ParameterSpec spec, Function<long[], Tensor> memory) {
      throw new UnsupportedOperationException(spec.name());
    }

    @Override
    public float number(ParameterSpec spec) {
      throw new UnsupportedOperationException(spec.name());
    }

    @Override
    public Weights readAll() {
      return new Weights();
    }

    @Override
    public void close() {}
  }

  private static Cutouts copies(int count) {
    return new Cutouts(Collections.nCopies(count, new Square(1, 2, 14)), Resampling.BILINEAR);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    PixelObjective objective = objective("openclip-vit", LOGIT);
    var image = new FloatImage(20, 16, GOLDEN.floats("image"));
    PixelGradients gradients = open(MODELS.resolve("openclip-vit"));
    var outside =
        new Cutouts(List.of(new Square(0, 0, 16), new Square(4, 0, 13)), Resampling.BILINEAR);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradients.of(image, outside, objective))
        .withMessageContaining("square 1: expected it inside 20x16 pixels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradients.ofPrepared(List.of(new float[5]), objective))
        .withMessageContaining("image 0: expected 768 prepared values, found 5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                gradients.of(
                    image,
                    Cutouts.centre(image, Resampling.BILINEAR),
                    PixelObjective.cosine(new float[] {1, 2})))
        .withMessageContaining("length 24, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target(new float[3], 1))
        .withMessageContaining("positive, finite norm");
    assertThat(gradients.ofPrepared(List.of(), objective)).isEmpty();
    gradients.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> gradients.ofPrepared(List.of(new float[768]), objective));
    gradients.close();
  }

  /** Slopes of the spherical distance stay finite where an image has reached its target. */
  @Test
  void theSphericalDistanceHasFiniteSlopesEverywhere() {
    try (ModelEncoder encoder = encoder(MODELS.resolve("openclip-vit"));
        PixelGradients gradients = encoder.pixelGradients(preprocessing(encoder))) {
      float[] prepared = parts(GOLDEN, "openclip-vit/prepared").getFirst();
      float[] own = encoder.encodeImages(List.of(prepared)).getFirst();
      float[] opposite = own.clone();
      for (int i = 0; i < opposite.length; i++) {
        opposite[i] = -own[i];
      }
      PixelGradient reached = spherical(gradients, prepared, own);
      PixelGradient farthest = spherical(gradients, prepared, opposite);
      assertThat(reached.value()).isCloseTo(0, within(1e-6));
      assertThat(farthest.value()).isCloseTo(Math.PI * Math.PI / 2, within(1e-4));
      for (float[] slopes : List.of(reached.gradient(), farthest.gradient())) {
        assertThat(slopes).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
      }
    }
  }

  private static PixelGradient spherical(
      PixelGradients gradients, float[] prepared, float[] target) {
    var objective = new PixelObjective(new SphericalDistance(), List.of(new Target(target, 1)));
    return gradients.ofPrepared(List.of(prepared), objective).getFirst();
  }

  private static void assertNear(String what, float[] actual, float[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double greatest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs((double) actual[i] - expected[i]));
    }
    assertThat(greatest).as(what).isPositive();
    assertThat(error / greatest).as("error of the largest slope of " + what).isLessThan(BOUND);
  }

  private static String name(Measure measure) {
    return switch (measure) {
      case Cosine() -> "COSINE";
      case Logit _ -> "LOGIT";
      case SphericalDistance() -> "SPHERICAL_DISTANCE";
    };
  }

  private static PixelObjective objective(String model, Measure measure) {
    List<float[]> targets = parts(GOLDEN, model + "/targets");
    float[] weights = GOLDEN.floats("weights");
    return new PixelObjective(
        measure,
        IntStream.range(0, weights.length)
            .mapToObj(i -> new Target(targets.get(i), weights[i]))
            .toList());
  }

  private static List<Square> squares() {
    long[] numbers = GOLDEN.longs("cutouts");
    return IntStream.range(0, numbers.length / 3)
        .mapToObj(
            i ->
                new Square(
                    (int) numbers[3 * i], (int) numbers[3 * i + 1], (int) numbers[3 * i + 2]))
        .toList();
  }

  private static List<float[]> parts(Golden golden, String name) {
    float[] all = golden.floats(name);
    int count = golden.shape(name)[0];
    int size = all.length / count;
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(all, i * size, (i + 1) * size))
        .toList();
  }

  private static PixelGradients open(Path model) {
    try (ModelEncoder encoder = encoder(model)) {
      return encoder.pixelGradients(preprocessing(encoder));
    }
  }

  private static PreprocessConfig preprocessing(ModelEncoder encoder) {
    return PreprocessConfig.openAi(encoder.config().vision().imageSize());
  }

  private static ModelEncoder encoder(Path model) {
    Checkpoint checkpoint = Checkpoint.open(model);
    return new ModelEncoder(
        checkpoint.config(),
        checkpoint.weightSource(),
        new PrecisionChoice.Fixed(Precision.F32),
        "cpu");
  }
}
