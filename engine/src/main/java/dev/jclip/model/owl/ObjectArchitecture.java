package dev.jclip.model.owl;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.VisionConfig;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;

/** The architecture of a model that compares the cells of images with texts. */
public interface ObjectArchitecture {
  /** CLIP's towers, whose text tower makes the queries. */
  ClipConfig towers();

  /** What computes the cells, with the size of the images that it takes. */
  VisionConfig vision();

  /** Builds what predicts objects of the tensors of the whole model. */
  CellPredictor imageTower(Parameters parameters, Layers layers);
}
