package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models from a Hugging Face-compatible hub, kept in the cache that the Python tools use too: what
 * they have downloaded is found here, and the reverse.
 *
 * <p>Models are named {@code ORG/NAME} or {@code ORG/NAME@REVISION}, where a revision is a branch,
 * a tag or a commit of 40 digits; a prefix {@code hf-hub:} is accepted. A malformed name is an
 * {@link IllegalArgumentException}.
 *
 * <p>Immutable and thread-safe, also among processes that share a cache: a file is downloaded once,
 * verified against its hash, and a reader never sees half of it.
 */
public final class ModelHub {
  private static final Logger LOG = LoggerFactory.getLogger(ModelHub.class);
  private static final int MOST_FILES_SHOWN = 20;
  private static final Duration REACH_FOR_NEWS = Duration.ofMillis(700);

  private final HubOptions options;
  private final List<String> knownNames;
  private final RetryPolicy policy;
  private final HubCache cache;

  /** A hub that can suggest nothing for a name that does not exist. */
  public ModelHub(HubOptions options) {
    this(options, List.of());
  }

  /**
   * A hub with names to suggest.
   *
   * @param knownNames names of models, {@code ORG/NAME}, to offer when a name does not exist
   */
  public ModelHub(HubOptions options, Collection<String> knownNames) {
    this(options, knownNames, RetryPolicy.standard(), Links.standard());
  }

  ModelHub(HubOptions options, Collection<String> knownNames, RetryPolicy policy, Links links) {
    this.options = options;
    this.knownNames = List.copyOf(knownNames);
    this.policy = policy;
    this.cache = new HubCache(options.cache(), links);
  }

  /**
   * The folder of a model's snapshot, with weights in one format, configuration and vocabulary,
   * after downloading what the cache lacks.
   *
   * <p>A commit whose snapshot is complete needs no request. A branch or tag needs one, to learn
   * its commit; if that fails for any reason but that the model does not exist, the commit that the
   * cache remembers serves, with a warning in the log. Offline, there is no request at all.
   *
   * @throws HubException if the model does not exist, is not open to the caller, holds no
   *     checkpoint, or cannot be had: no network, a broken transfer, wrong content, a full disk
   */
  public Path resolve(String name, ProgressListener progress) {
    ModelName model = ModelName.parse(name, options.revision());
    RepoCache repository = cache.repository(model);
    if (options.offline()) {
      return loadable(repository, model).orElseThrow(() -> missingOffline(repository, model));
    }
    if (ModelName.isCommit(model.revision()) && repository.isComplete(model.revision())) {
      return repository.snapshot(model.revision());
    }
    var errors = new HubErrors(options, model, this::suggestible);
    Optional<Path> cached = loadable(repository, model);
    try (var http = new HubHttp(options, reachTimeout(cached))) {
      var api = new HubApi(http, options.endpoint(), model, errors);
      var download = new BlobDownload(http, errors, policy, repository, progress);
      return cached.isPresent()
          ? update(api, download, repository, model, cached.get())
          : download(policy.run(api::list), api, download, repository, model);
    }
  }

  /** The folder of a model's snapshot if it can be loaded from the cache; makes no request. */
  public Optional<Path> findCached(String name) {
    ModelName model = ModelName.parse(name, options.revision());
    return loadable(cache.repository(model), model);
  }

  /**
   * Every snapshot in the cache that has at least one file of a checkpoint, sorted by name. Other
   * tools' models are listed too.
   */
  public List<CachedModel> cached() {
    return cache.models();
  }

  /** Whoever has the model already does not wait long to learn whether there is a newer one. */
  private Duration reachTimeout(Optional<Path> cached) {
    Duration whole = options.connectTimeout();
    return cached.isPresent() && whole.compareTo(REACH_FOR_NEWS) > 0 ? REACH_FOR_NEWS : whole;
  }

  /** Asks once whether there is something newer than what the cache has. */
  private Path update(
      HubApi api, BlobDownload download, RepoCache repository, ModelName model, Path cached) {
    RepoListing listing;
    try {
      listing = policy.once().run(api::list);
    } catch (NotFoundException e) {
      throw e;
    } catch (HubException e) {
      LOG.warn("{}: using {} from the cache, which may be out of date", e.getMessage(), cached);
      return cached;
    }
    return download(listing, api, download, repository, model);
  }

  private Path download(
      RepoListing listing,
      HubApi api,
      BlobDownload download,
      RepoCache repository,
      ModelName model) {
    String commit = listing.commit();
    Set<String> cached = repository.files(commit);
    List<String> wanted = wanted(listing, cached, model);
    for (String file : wanted) {
      if (!cached.contains(file)) {
        download.fetch(policy.run(() -> api.describe(commit, file)), commit);
      }
    }
    repository.markAbsent(
        commit, CheckpointFiles.COMPANIONS.stream().filter(f -> !wanted.contains(f)).toList());
    if (!ModelName.isCommit(model.revision())) {
      repository.writeRef(model.revision(), commit);
    }
    return repository.snapshot(commit);
  }

  /** Small files first, so that a snapshot with weights has everything. */
  private static List<String> wanted(RepoListing listing, Set<String> cached, ModelName model) {
    Set<String> files = Set.copyOf(listing.files());
    List<List<String>> choices = CheckpointFiles.weightChoices(files);
    if (choices.isEmpty() && CheckpointFiles.isOfSentenceTransformers(listing.files())) {
      throw new HubException(
          "%s: sentence-transformers saved it, with CLIP's files in the sub-folder 0_CLIPModel, which jclip does not download; bring the whole repository into a folder (`hf download` of %s does) and name that folder as the model"
              .formatted(model, model.repository()));
    }
    if (choices.isEmpty()) {
      throw new HubException(
          "%s: holds no weights that jclip knows: expected model.safetensors, open_clip_model.safetensors, open_clip_pytorch_model.bin or pytorch_model.bin, found %s"
              .formatted(model, shown(listing.files())));
    }
    List<String> weights =
        choices.stream().filter(cached::containsAll).findFirst().orElse(choices.getFirst());
    return Stream.concat(CheckpointFiles.companions(files).stream(), weights.stream()).toList();
  }

  private static String shown(List<String> files) {
    String names =
        files.stream().limit(MOST_FILES_SHOWN).map(Shown::text).collect(Collectors.joining(", "));
    int more = files.size() - MOST_FILES_SHOWN;
    return more > 0 ? names + " and " + more + " more" : files.isEmpty() ? "no files" : names;
  }

  private static Optional<Path> loadable(RepoCache repository, ModelName model) {
    return repository
        .commit(model.revision())
        .filter(commit -> repository.lack(commit).isEmpty())
        .map(repository::snapshot);
  }

  private HubException missingOffline(RepoCache repository, ModelName model) {
    String lack =
        repository
            .commit(model.revision())
            .flatMap(repository::lack)
            .orElse("revision \"" + model.revision() + "\" was never downloaded");
    return new HubException(
        "%s: not in the cache, and offline mode (HF_HUB_OFFLINE) allows no download. Looked in %s: %s. Unset HF_HUB_OFFLINE, or bring the model there%s"
            .formatted(
                model,
                repository.folder(),
                lack,
                new HubErrors(options, model, this::suggestible).suggestions()));
  }

  /** Names that a mistyped one may have meant: those known, and those in the cache. */
  private Set<String> suggestible() {
    var names = new TreeSet<>(knownNames);
    cache.models().forEach(model -> names.add(model.name()));
    return names;
  }
}
