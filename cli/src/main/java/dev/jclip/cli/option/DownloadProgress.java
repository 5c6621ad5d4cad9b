package dev.jclip.cli.option;

import dev.jclip.cli.terminal.Progress;
import dev.jclip.hub.ProgressListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shows each file of a download as a progress bar. */
public final class DownloadProgress implements ProgressListener {
  private final OutputOptions output;
  private final Map<String, Progress> bars = new ConcurrentHashMap<>();

  /** Shows downloads as the output options say. */
  public DownloadProgress(OutputOptions output) {
    this.output = output;
  }

  @Override
  public void onProgress(String file, long bytesDone, long bytesTotal) {
    Progress bar = bars.computeIfAbsent(file, name -> output.progress(name, bytesDone, bytesTotal));
    bar.at(bytesDone, bytesTotal);
    if (bytesDone == bytesTotal) {
      bar.close();
    }
  }
}
