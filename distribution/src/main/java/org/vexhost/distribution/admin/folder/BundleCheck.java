package org.vexhost.distribution.admin.folder;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.osgi.framework.Constants;

/**
 * Checks a jar before the framework installs it, and before the running version of its bundle is
 * stopped.
 */
final class BundleCheck {

    private BundleCheck() {}

    /**
     * Reads a whole jar.
     *
     * @throws ZipException if the jar is not an OSGi bundle or is damaged
     * @throws IOException if the jar cannot be read
     */
    static void check(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String name =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name == null || name.isBlank()) {
                throw new ZipException("no bundle: it has no Bundle-SymbolicName");
            }
            for (JarEntry entry : (Iterable<JarEntry>) () -> jar.entries().asIterator()) {
                check(jar, entry);
            }
        }
    }

    private static void check(JarFile jar, JarEntry entry) throws IOException {
        try (CheckedInputStream in =
                new CheckedInputStream(jar.getInputStream(entry), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("damaged: '%s'".formatted(entry.getName()));
            }
        } catch (EOFException e) {
            throw new ZipException("damaged: '%s' ends early".formatted(entry.getName()));
        }
    }
}
