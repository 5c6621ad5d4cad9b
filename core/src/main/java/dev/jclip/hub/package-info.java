/**
 * Models of a Hugging Face-compatible hub, downloaded into the cache that the Python tools use too;
 * the way in is {@link dev.jclip.hub.ModelHub}. Imports {@code dev.jclip.error} only.
 *
 * <p>The layout, one folder for each repository:
 *
 * <pre>
 * CACHE/models--ORG--NAME/blobs/ETAG              content, named by its hash
 *                         blobs/ETAG.incomplete   what has come so far
 *                         snapshots/COMMIT/FILE   relative link to a blob
 *                         refs/BRANCH             the commit that a branch pointed to
 *                         .no_exist/COMMIT/FILE   empty: that commit has no such file
 * CACHE/.locks/models--ORG--NAME/ETAG.lock        held while a blob is downloaded
 * </pre>
 *
 * <p>Locks keep jclip's own processes apart. The Python tools lock the same files with {@code
 * flock}, which Linux keeps separate from the {@code fcntl} locks of Java, so a cache stays right
 * without them: content is verified against its hash before it gets its final name, and a partial
 * file is never shortened in place.
 *
 * <pre>{@code
 * ModelHub hub = new ModelHub(HubOptions.fromEnvironment(System.getenv()), List.of());
 * Path folder = hub.resolve("openai/clip-vit-base-patch32", ProgressListener.NONE);
 * }</pre>
 */
@NullMarked
package dev.jclip.hub;

import org.jspecify.annotations.NullMarked;
