package dev.jclip.model.owl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.embed.Embeddings;
import dev.jclip.model.clip.TextTransformer;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OWL-ViT and OWLv2 against transformers. */
class OwlGoldenTest {
  private static void onModel(OwlCase golden, Consumer<Model> test) {
    try (FamilyCheckpoint<OwlConfig> checkpoint = golden.open();
        Weights weights = checkpoint.weightSource().readAll();
        TensorScope _ = TensorScope.inference()) {
      OwlConfig config = checkpoint.config();
      var layers = new PlainLayers();
      test.accept(
          new Model(
              new OwlImageTower(config, weights, layers),
              new TextTransformer(
                  config.towers().text(), config.towers().embedDim(), weights, layers)));
    }
  }

  private record Model(OwlImageTower images, TextTransformer texts) {
    Tensor queries(OwlCase golden, String ids) {
      int[] shape = golden.expected().shape(ids);
      return texts.forward(Tensors.of(golden.expected().longs(ids), shape[0], shape[1]));
    }

    CellPredictions cells(OwlCase golden, String pixels) {
      int[] shape = golden.expected().shape(pixels);
      return images.forward(
          Tensors.of(golden.expected().floats(pixels), shape[0], shape[1], shape[2], shape[3]));
    }
  }

  private static float[] unit(Tensor rows) {
    Tensor matrix = rows.reshape(-1, rows.size(-1));
    return flat(Embeddings.normalizeAll(List.of(Tensors.rows(matrix))));
  }

  private static float[] flat(List<float[]> rows) {
    float[] all = new float[rows.size() * rows.getFirst().length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * rows.get(i).length, rows.get(i).length);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"owlvit", "owlvit-variant", "owlv2"})
  void computesBoxesVectorsAndLogits(String name) {
    OwlCase golden = OwlCase.of(name);
    onModel(
        golden,
        model -> {
          CellPredictions cells = model.cells(golden, "pixel_values");
          golden.assertClose("pred_boxes", Tensors.floats(cells.boxes()));
          golden.assertClose("class_embeds", unit(cells.embeddings()));
          Tensor queries = model.queries(golden, "input_ids");
          golden.assertClose("text_embeds", unit(queries));
          Tensor both =
              Tensors.cat(
                  0,
                  OwlImageTower.logits(cells, queries.narrow(0, 0, 3)).narrow(0, 0, 1),
                  OwlImageTower.logits(cells, queries.narrow(0, 3, 3)).narrow(0, 1, 1));
          golden.assertClose("logits", Tensors.floats(both));
          assertThat(cells.objectness().isPresent()).isEqualTo(name.equals("owlv2"));
          cells
              .objectness()
              .ifPresent(logits -> golden.assertClose("objectness_logits", Tensors.floats(logits)));
          long side = Math.round(Math.sqrt((double) cells.boxes().size(1)));
          golden.assertClose("box_bias", Tensors.floats(OwlHeads.boxBias(side, side)));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"owlvit", "owlvit-variant", "owlv2"})
  void interpolatesPositionsForOblongImages(String name) {
    OwlCase golden = OwlCase.of(name);
    onModel(
        golden,
        model -> {
          CellPredictions cells = model.cells(golden, "wide_pixel_values");
          golden.assertClose("wide_pred_boxes", Tensors.floats(cells.boxes()));
          Tensor queries = model.queries(golden, "input_ids").narrow(0, 0, 3);
          golden.assertClose("wide_logits", Tensors.floats(OwlImageTower.logits(cells, queries)));
        });
  }
}
