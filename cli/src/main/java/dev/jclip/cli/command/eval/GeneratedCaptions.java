package dev.jclip.cli.command.eval;

import dev.jclip.Captioner;
import dev.jclip.Captioner.Caption;
import dev.jclip.Clip;
import dev.jclip.cli.option.DecodingOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.data.DescribedSet;
import dev.jclip.data.DescribedSet.Description;
import dev.jclip.data.Entry;
import dev.jclip.data.Entry.Example;
import dev.jclip.error.ImageException;
import dev.jclip.eval.report.EvaluatedModel;
import dev.jclip.eval.task.CaptionSource;
import dev.jclip.eval.task.CaptionSource.Candidates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The captions that models generate. */
final class GeneratedCaptions implements CaptionSubject {
  private final Function<String, Clip> loader;
  private final DecodingOptions decoding;
  private final OutputOptions output;
  private Optional<CaptionSource> open = Optional.empty();

  /** Takes what loads a model by its name. */
  GeneratedCaptions(Function<String, Clip> loader, DecodingOptions decoding, OutputOptions output) {
    this.loader = loader;
    this.decoding = decoding;
    this.output = output;
  }

  @Override
  public EvaluatedModel open(String name) {
    Clip clip = loader.apply(name);
    try {
      Captioner captioner = decoding.captioner(clip, decoding.builder().build());
      open = Optional.of((set, keys) -> Candidates.of(generate(clip, captioner, set, keys.size())));
      return EvaluatedModel.of(clip.config(), clip, clip::close);
    } catch (RuntimeException e) {
      clip.close();
      throw e;
    }
  }

  @Override
  public CaptionSource captions() {
    return open.orElseThrow();
  }

  @Override
  public Map<String, String> asked() {
    return Map.of("decoding", decoding.describe());
  }

  private Map<String, String> generate(
      Clip clip, Captioner captioner, DescribedSet set, int count) {
    var captions = new HashMap<String, String>();
    try (Stream<Entry<Description>> entries = set.examples().stream();
        Progress progress = output.progress("captions", count)) {
      captioner.captions(
          entries.flatMap(GeneratedCaptions::example).iterator(),
          example -> clip.decode(example.image(), example.key()),
          new Captioner.Receiver<Example<Description>>() {
            @Override
            public void captioned(Example<Description> example, List<Caption> found) {
              captions.put(example.key(), found.getFirst().text());
              progress.advance(1);
            }

            @Override
            public void failed(Example<Description> example, ImageException reason) {
              // The evaluation skips what the judge cannot read, and says why.
            }
          });
    }
    return captions;
  }

  private static Stream<Example<Description>> example(Entry<Description> entry) {
    return entry instanceof Example<Description> example ? Stream.of(example) : Stream.empty();
  }
}
