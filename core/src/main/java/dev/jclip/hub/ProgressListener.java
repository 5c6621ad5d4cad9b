package dev.jclip.hub;

/** Hears how far a download is; called by the thread that downloads, for every piece received. */
@FunctionalInterface
public interface ProgressListener {
  /** Ignores progress. */
  ProgressListener NONE = (file, bytesDone, bytesTotal) -> {};

  /**
   * Tells how far one file is. A resumed file starts above zero.
   *
   * @param file name of the file in the repository
   * @param bytesDone bytes on disk so far
   * @param bytesTotal bytes of the whole file, or -1 when the hub does not say
   */
  void onProgress(String file, long bytesDone, long bytesTotal);
}
