package dev.jclip.data.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.jclip.data.Tars;
import dev.jclip.image.file.ImageListing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardReaderTest {
  private static final String[] MEMBERS = {
    "a/0001.jpg", "one", "a/0001.seg.PNG", "mask", "a/._0001.jpg", "mac", "a/.hidden", "x",
    "__meta__", "m", "a/nodot", "n", "a.b/0002.jpg", "two", "a.b/0002.txt", "text"
  };

  @TempDir Path folder;

  private static List<String> describe(ShardReader reader) {
    try (Stream<ShardEntry> entries = reader.stream()) {
      return entries.map(ShardReaderTest::describe).toList();
    }
  }

  private static String describe(ShardEntry entry) {
    return switch (entry) {
      case ShardFault fault -> "fault " + fault.name();
      case ShardSample sample -> {
        var text = new StringBuilder(sample.name());
        sample
            .members()
            .forEach(
                (extension, bytes) ->
                    text.append(' ')
                        .append(extension)
                        .append('=')
                        .append(new String(bytes, StandardCharsets.UTF_8)));
        yield text.toString();
      }
    };
  }

  private Path shard(String name, byte[] bytes) throws IOException {
    return Tars.write(folder.resolve(name), bytes);
  }

  @Test
  void groupsMembersByTheFirstDotOfTheirName() throws IOException {
    Path plain = shard("p.tar", Tars.of(MEMBERS));
    Path packed = shard("no-ending", Tars.gzip(Tars.of(MEMBERS)));
    assertThat(describe(ShardReader.of(List.of(plain, packed))))
        .containsExactly(
            "p.tar/a/0001 jpg=one seg.png=mask",
            "p.tar/a.b/0002 jpg=two txt=text",
            "no-ending/a/0001 jpg=one seg.png=mask",
            "no-ending/a.b/0002 jpg=two txt=text");
  }

  @Test
  void passesOverAndCountsWhatNoPersonPutThere() throws IOException {
    Path shard =
        shard(
            "mac.tar",
            Tars.of(
                "./._0001.jpg",
                "mac",
                "./0001.jpg",
                "one",
                "__MACOSX/._0001.jpg",
                "mac",
                "@eaDir/0001.jpg",
                "nas",
                "Thumbs.db",
                "windows",
                "sub/.git/0002.jpg",
                "git"));
    var listing = new ImageListing();
    assertThat(describe(ShardReader.of(List.of(shard)).counting(listing)))
        .containsExactly("mac.tar/./0001 jpg=one");
    assertThat(listing.summary())
        .hasValue("passed over 5 files or folders that are hidden or of the system");
  }

  @Test
  void readsLongNamesOfBothKinds() throws IOException {
    String key = "d".repeat(150) + "/" + "é".repeat(120);
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU}) {
      Path shard = shard("long.tar", Tars.of(mode, key + ".jpg", "x", key + ".txt", "y"));
      assertThat(describe(ShardReader.of(List.of(shard))))
          .containsExactly("long.tar/" + key + " jpg=x txt=y");
    }
  }

  @Test
  void passesOverMembersThatAreNotWanted() throws IOException {
    Path shard = shard("p.tar", Tars.of(MEMBERS));
    assertThat(describe(ShardReader.of(List.of(shard)).reading("txt"::equals)))
        .containsExactly("p.tar/a/0001 jpg= seg.png=", "p.tar/a.b/0002 jpg= txt=text");
  }

  @Test
  void aStreamsIteratorReadsOneSampleAtATime() throws IOException {
    Path good = shard("a.tar", Tars.of("1.jpg", "x", "2.jpg", "y"));
    byte[] cut = Arrays.copyOf(Tars.of("1.jpg", "x", "2.jpg", "y", "3.jpg", "z"), 2600);
    Path bad = shard("b.tar", cut);
    try (Stream<ShardEntry> entries = ShardReader.of(List.of(bad, good)).stream()) {
      var iterator = entries.iterator();
      assertThat(iterator.next().name()).isEqualTo("b.tar/1");
      Files.delete(good); // only found missing when its turn comes
      assertThat(iterator.next().name()).isEqualTo("b.tar/2");
      assertThat(iterator.next().name()).as("whole, but for the end").isEqualTo("b.tar/3");
      assertThat(iterator.next()).isInstanceOf(ShardFault.class);
      assertThat(iterator.next())
          .isInstanceOfSatisfying(
              ShardFault.class,
              fault -> assertThat(fault.reason()).contains("a.tar", "no such file"));
      assertThat(iterator.hasNext()).isFalse();
    }
  }

  @Test
  void aDamagedShardIsOneFaultAndTheNextIsRead() throws IOException {
    byte[] tar = Tars.of(MEMBERS);
    Path next = shard("next.tar", Tars.of("9.jpg", "x"));
    for (boolean packed : new boolean[] {false, true}) {
      byte[] whole = packed ? Tars.gzip(tar) : tar;
      int mark = packed ? whole.length : MEMBERS.length / 2 * 1024 + 512;
      for (int length = 0; length < whole.length; length += 97) {
        Path cut = shard("cut.tar", Arrays.copyOf(whole, length));
        List<String> found = describe(ShardReader.of(List.of(cut, next)));
        assertThat(found).last().isEqualTo("next.tar/9 jpg=x");
        long faults = found.stream().filter(text -> text.startsWith("fault")).count();
        assertThat(faults).as("cut at %d", length).isEqualTo(length < mark ? 1 : 0);
      }
    }
  }

  @Test
  void aTarWithoutItsClosingBlocksKeepsItsLastSample() throws IOException {
    byte[] tar = Tars.of("1.jpg", "x", "1.txt", "t", "2.jpg", "y", "2.txt", "u");
    int end = 4 * 1024;
    for (int length : new int[] {end - 511, end, end + 100}) {
      Path cut = shard("cut.tar", Arrays.copyOf(tar, length));
      assertThat(describe(ShardReader.of(List.of(cut))))
          .as("of %d bytes", length)
          .containsExactly("cut.tar/1 jpg=x txt=t", "cut.tar/2 jpg=y txt=u", "fault cut.tar");
    }
    assertThat(describe(ShardReader.of(List.of(shard("one.tar", Arrays.copyOf(tar, end + 512))))))
        .as("one block of the two is enough")
        .hasSize(2);
  }

  @Test
  void readsEveryCompressionByItsBytes() throws IOException {
    byte[] tar = Tars.of(MEMBERS);
    Path bzip2 = shard("b.tar.bz2", Tars.packed(tar, BZip2CompressorOutputStream::new));
    Path xz = shard("x.tar.xz", Tars.packed(tar, XZCompressorOutputStream::new));
    Path zstd = shard("z.tar", Tars.packed(tar, ZstdOutputStream::new));
    assertThat(describe(ShardReader.of(List.of(bzip2, xz, zstd))))
        .containsExactly(
            "b.tar.bz2/a/0001 jpg=one seg.png=mask",
            "b.tar.bz2/a.b/0002 jpg=two txt=text",
            "x.tar.xz/a/0001 jpg=one seg.png=mask",
            "x.tar.xz/a.b/0002 jpg=two txt=text",
            "z.tar/a/0001 jpg=one seg.png=mask",
            "z.tar/a.b/0002 jpg=two txt=text");
    assertThat(ShardList.expand(folder.toString())).containsExactly(bzip2, xz, zstd);
  }

  @Test
  void randomDamageIsNeverAnotherException() throws IOException {
    Path next = shard("next.tar", Tars.of("9.jpg", "x"));
    byte[] tar = Tars.of(MEMBERS);
    var random = new Random(7);
    for (byte[] whole :
        List.of(
            tar,
            Tars.gzip(tar),
            Tars.packed(tar, BZip2CompressorOutputStream::new),
            Tars.packed(tar, XZCompressorOutputStream::new),
            Tars.packed(tar, ZstdOutputStream::new))) {
      for (int i = 0; i < 300; i++) {
        byte[] damaged = whole.clone();
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        Path shard = shard("damaged.tar", damaged);
        assertThat(describe(ShardReader.of(List.of(shard, next))))
            .last()
            .isEqualTo("next.tar/9 jpg=x");
      }
    }
  }

  @Test
  void gzipsChecksumIsCompared() throws IOException {
    byte[] tar = Tars.of("1.jpg", "x", "2.jpg", "y");
    byte[] packed = Tars.gzip(Arrays.copyOf(tar, 1 << 20)); // zeros after the end mark
    packed[packed.length - 6] ^= 1;
    assertThat(describe(ShardReader.of(List.of(shard("c.tgz", packed)))))
        .containsExactly("c.tgz/1 jpg=x", "c.tgz/2 jpg=y", "fault c.tgz");
  }

  @Test
  void aMemberThatClaimsGigabytesTakesNoMemory() throws IOException {
    Path next = shard("next.tar", Tars.of("9.jpg", "x"));
    for (long size : new long[] {TarConstants.MAXSIZE, 200 << 20}) {
      byte[] tar = Tars.of("1.jpg", "x", "2.jpg", "y");
      var entry = new TarArchiveEntry("1.jpg");
      entry.setSize(size);
      entry.writeEntryHeader(tar);
      assertThat(describe(ShardReader.of(List.of(shard("big.tar", tar), next))))
          .containsExactly("fault big.tar", "next.tar/9 jpg=x");
    }
  }

  @Test
  void aSampleOverTheLimitIsAFaultOfItsOwn() throws IOException {
    Path shard = shard("s.tar", Tars.of("1.jpg", "x".repeat(2000), "1.txt", "t", "2.jpg", "y"));
    ShardReader reader = ShardReader.of(List.of(shard)).withMaxSampleBytes(1500);
    assertThat(describe(reader)).containsExactly("fault s.tar/1", "s.tar/2 jpg=y");
    assertThat(reader.stream().findFirst().orElseThrow())
        .isInstanceOfSatisfying(
            ShardFault.class,
            fault ->
                assertThat(fault.reason())
                    .contains("s.tar/1", "at most 1500 bytes", "member .jpg brings it to 2000"));
  }

  @Test
  void aMemberThatIsThereTwiceIsAFault() throws IOException {
    Path shard = shard("s.tar", Tars.of("1.jpg", "x", "1.JPG", "y", "2.jpg", "z"));
    assertThat(describe(ShardReader.of(List.of(shard))))
        .containsExactly("fault s.tar/1", "s.tar/2 jpg=z");
  }

  @Test
  void faultsSayWhatIsWrong() throws IOException {
    assertThat(reason("")).contains("x.tar", "it is empty");
    assertThat(reason("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"))
        .contains("git lfs pull");
    assertThat(reason("<html>".repeat(200))).contains("no sample can be read");
  }

  private String reason(String content) throws IOException {
    Tars.write(folder.resolve("x.tar"), content);
    return reason(Path.of("x.tar"));
  }

  private String reason(Path name) {
    ShardReader reader = ShardReader.of(List.of(folder.resolve(name)));
    return ((ShardFault) reader.stream().findFirst().orElseThrow()).reason();
  }

  @Test
  void aBombInALongNameIsBounded() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      byte[] name = "n".repeat(3 << 20).getBytes(StandardCharsets.US_ASCII);
      var entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
      entry.setSize(name.length);
      tar.putArchiveEntry(entry);
      tar.write(name);
      tar.closeArchiveEntry();
    }
    byte[] packed = Tars.gzip(bytes.toByteArray());
    assertThat(describe(ShardReader.of(List.of(shard("bomb.tar", packed)))))
        .containsExactly("fault bomb.tar");
    assertThat(reason(Path.of("bomb.tar"))).contains("a header is too long");
  }
}
