package dev.jclip.captioning.alttext;

import com.adobe.internal.xmp.XMPException;
import dev.jclip.captioning.alttext.Container.MalformedContainer;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes alternative texts: in JPEG, PNG and WebP files themselves, or beside any image
 * in a file {@code NAME.EXTENSION.xmp}. Every byte of the image but its XMP stays, and so do the
 * file's permissions. A file is replaced as a whole, so that a crash leaves the old one.
 * Thread-safe, but not for the same file at once.
 */
public final class AltTextFiles {
  private static final long LARGEST = 1L << 29;
  private static final Set<PosixFilePermission> WRITERS =
      Set.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private AltTextFiles() {}

  /** What became of a text. */
  public enum Outcome {
    /** The file has the text now. */
    WRITTEN,
    /** The file had the very text already. */
    UNCHANGED,
    /** The file has another text, which a person wrote or changed; it was left alone. */
    KEPT_PERSONS
  }

  /**
   * The text that an image has, or else the file beside it.
   *
   * @param language which one is preferred where there are several, a BCP 47 tag
   * @throws AltTextException if the file cannot be read, or its XMP is damaged
   */
  public static Optional<String> read(Path image, String language) {
    Optional<String> inside =
        isWritableKind(image) ? text(image, container(image), language) : Optional.empty();
    Path sidecar = sidecar(image);
    return inside.isEmpty() && Files.exists(sidecar)
        ? text(sidecar, new SidecarContainer(bytes(sidecar)), language)
        : inside;
  }

  private static Optional<String> text(Path file, Container container, String language) {
    try {
      return description(container).text(language);
    } catch (MalformedContainer | XMPException e) {
      throw damaged(file, e);
    }
  }

  /** Whether a text can be written into the file itself: whether it is a JPEG, PNG or WebP. */
  public static boolean isWritableKind(Path image) {
    byte[] start = new byte[16];
    try (var in = Files.newInputStream(image)) {
      int read = in.readNBytes(start, 0, start.length);
      return container(Arrays.copyOf(start, read)) != null;
    } catch (IOException e) {
      throw unreadable(image, e);
    }
  }

  /** The file beside an image that holds its XMP: {@code photo.jpg.xmp}. */
  public static Path sidecar(Path image) {
    return image.resolveSibling(image.getFileName() + ".xmp");
  }

  /**
   * Writes a text into an image.
   *
   * @throws AltTextException if it is no JPEG, PNG or WebP, cannot be read or written, is damaged,
   *     holds damaged XMP, or has no room; the file is as it was
   */
  public static Outcome write(Path image, AltText text) {
    return write(image, container(image), text);
  }

  /**
   * Writes a text into the file beside an image, and makes that file if it is not there.
   *
   * @throws AltTextException if it cannot be read or written, or holds damaged XMP; the file is as
   *     it was
   */
  public static Outcome writeSidecar(Path image, AltText text) {
    Path sidecar = sidecar(image);
    byte[] before = Files.exists(sidecar) ? bytes(sidecar) : new byte[0];
    return write(sidecar, new SidecarContainer(before), text);
  }

  private static Outcome write(Path file, Container container, AltText text) {
    try {
      Description description = description(container);
      if (description.isPersons(text.language())) {
        return Outcome.KEPT_PERSONS;
      }
      if (description.text(text.language()).equals(Optional.of(text.text()))
          && description.extended(text.language()).equals(text.extended())) {
        return Outcome.UNCHANGED;
      }
      description.set(text);
      replace(file, container.with(description.packet()));
      return Outcome.WRITTEN;
    } catch (MalformedContainer | XMPException e) {
      throw damaged(file, e);
    }
  }

  private static Description description(Container container)
      throws MalformedContainer, XMPException {
    Optional<byte[]> packet = container.packet();
    return packet.isPresent() ? Description.of(packet.get()) : Description.empty();
  }

  private static Container container(Path image) {
    Container container = container(bytes(image));
    if (container == null) {
      throw new AltTextException(
          image
              + ": expected a JPEG, PNG or WebP to write a text into; for other images write it into a file beside them");
    }
    return container;
  }

  private static @Nullable Container container(byte[] file) {
    if (JpegContainer.is(file)) {
      return new JpegContainer(file);
    }
    if (WebpContainer.is(file)) {
      return new WebpContainer(file);
    }
    boolean isPng =
        file.length >= PngContainer.SIGNATURE.length
            && Arrays.equals(
                file,
                0,
                PngContainer.SIGNATURE.length,
                PngContainer.SIGNATURE,
                0,
                PngContainer.SIGNATURE.length);
    return isPng ? new PngContainer(file) : null;
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new AltTextException(
            "%s: expected %d bytes at most, found %d".formatted(file, LARGEST, Files.size(file)));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void replace(Path file, byte[] content) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file;
      if (Files.exists(target) && isReadOnly(target)) {
        throw new AltTextException(
            file + ": is read-only; make it writable, or write the text into a file beside it");
      }
      AtomicFile.tryWrite(target, content);
    } catch (IOException e) {
      throw new AltTextException(file + ": cannot be written: " + IoReason.of(e), e);
    }
  }

  /**
   * By its permissions: who may do everything, may write into files that are marked read-only too.
   */
  private static boolean isReadOnly(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return !Files.isWritable(file)
        || (view != null
            && view.readAttributes().permissions().stream().noneMatch(WRITERS::contains));
  }

  private static AltTextException unreadable(Path file, IOException e) {
    return new AltTextException(file + ": cannot be read: " + IoReason.of(e), e);
  }

  private static AltTextException damaged(Path file, Exception e) {
    String what = e instanceof XMPException ? "its XMP is damaged: " : "";
    return new AltTextException(file + ": " + what + e.getMessage() + "; nothing was changed", e);
  }
}
