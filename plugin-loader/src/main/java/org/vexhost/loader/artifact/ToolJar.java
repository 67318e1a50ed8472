package org.vexhost.loader.artifact;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;

/**
 * Reads a tool bundle: a jar with {@code tool.json} and a module, without code for the JVM. It
 * reads only these two entries, and never unpacks another entry.
 */
final class ToolJar {

    private static final int MAX_ENTRIES = 1_000;
    private static final int MAX_MANIFEST_BYTES = 64 << 10;

    /** How much larger than the maximum size of a module a jar may be: 4 MiB. */
    static final long MAX_OTHER_BYTES = 4L << 20;

    /** Headers that make a bundle run code, extend other bundles, or share packages with them. */
    private static final List<String> REFUSED_HEADERS =
            List.of(
                    "Bundle-Activator",
                    "ExtensionBundle-Activator",
                    "Bundle-NativeCode",
                    "Fragment-Host",
                    "Service-Component",
                    "DynamicImport-Package",
                    "Import-Package",
                    "Export-Package",
                    "Require-Bundle",
                    "Bundle-Blueprint",
                    "Test-Cases",
                    "Main-Class",
                    "Launcher-Agent-Class",
                    "Agent-Class",
                    "Premain-Class",
                    "Class-Path");

    private static final Pattern CODE =
            Pattern.compile(
                    ".*\\.(class|jar|war|ear|zip|jmod|so|dll|dylib|jnilib)"
                            + "|osgi-inf/.*|osgi-opt/.*|meta-inf/services/.*|meta-inf/versions/.*");

    private final ZipFile zip;
    private final String name;

    private ToolJar(ZipFile zip, String name) {
        this.zip = zip;
        this.name = name;
    }

    /**
     * Reads a jar.
     *
     * @param file the jar's name, for messages
     * @param jar the jar's bytes; they are written to a temporary file that no other process can
     *     replace
     * @param maxModuleBytes the maximum size of a module, in bytes
     */
    static LoadedArtifact read(String file, byte[] jar, long maxModuleBytes)
            throws IOException, ArtifactException {
        String name = FileNames.shown(file);
        Path copy = Files.createTempFile("vexhost-", FileNames.JAR_SUFFIX);
        try {
            Files.write(copy, jar);
            try (ZipFile zip = new ZipFile(copy.toFile())) {
                return new ToolJar(zip, name).read(maxModuleBytes);
            }
        } catch (ZipException | EOFException e) {
            throw new ArtifactException(
                    Kind.CUT_SHORT,
                    "jar '%s' is not a complete archive [%s]"
                            .formatted(name, FileNames.shown(String.valueOf(e.getMessage()))),
                    e);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private LoadedArtifact read(long maxModuleBytes) throws IOException, ArtifactException {
        if (zip.size() > MAX_ENTRIES) {
            throw refused("has more than %d entries [%d]".formatted(MAX_ENTRIES, zip.size()));
        }
        Set<String> names = new HashSet<>();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            requireData(entry);
            if (!names.add(entry.getName())) {
                throw refused("has two entries '%s'".formatted(FileNames.shown(entry.getName())));
            }
        }
        requirePlainManifest();
        byte[] json = content(FileNames.DESCRIPTOR, ToolDescriptor.MAX_BYTES);
        ToolDescriptor descriptor =
                ArtifactReader.parse(name + "!" + FileNames.DESCRIPTOR, Place.FILE, json);
        String module = descriptor.module().orElse(descriptor.name() + FileNames.MODULE_SUFFIX);
        byte[] bytes;
        try {
            bytes = content(module, maxModuleBytes);
        } catch (ArtifactException e) {
            throw e.about(descriptor, Optional.empty());
        }
        return ArtifactReader.checked(descriptor, json, bytes, name + "!" + module);
    }

    /**
     * Rejects an entry with code. Checks the name and the first bytes, because code may have any
     * name.
     */
    private void requireData(ZipEntry entry) throws IOException, ArtifactException {
        String shown = FileNames.shown(entry.getName());
        if (CODE.matcher(entry.getName().toLowerCase(Locale.ROOT)).matches()
                && !entry.isDirectory()) {
            throw refused("holds '%s': a tool bundle holds data only".formatted(shown));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] start = in.readNBytes(4);
            if (start.length == 4 && isCode(start)) {
                throw refused("holds code or an archive in '%s'".formatted(shown));
            }
        }
    }

    private static boolean isCode(byte[] start) {
        int magic =
                start[0] << 24
                        | (start[1] & 0xff) << 16
                        | (start[2] & 0xff) << 8
                        | (start[3] & 0xff);
        // These are the first bytes of a class, a zip file, an ELF file and a Mach-O file.
        return magic == 0xcafebabe
                || magic == 0x504b0304
                || magic == 0x7f454c46
                || magic == 0xcffaedfe;
    }

    private void requirePlainManifest() throws IOException, ArtifactException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            return;
        }
        Manifest manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] text = BoundedFiles.read(in, MAX_MANIFEST_BYTES, JarFile.MANIFEST_NAME);
            manifest = parse(text);
        }
        Attributes headers = manifest.getMainAttributes();
        for (String header : REFUSED_HEADERS) {
            if (headers.getValue(header) != null) {
                throw refused("has the header '%s'".formatted(header));
            }
        }
        String classPath = headers.getValue("Bundle-ClassPath");
        if (classPath != null && !classPath.trim().equals(".")) {
            throw refused("has the header 'Bundle-ClassPath'");
        }
    }

    private Manifest parse(byte[] text) throws ArtifactException {
        try {
            return new Manifest(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw refused(
                    "has a manifest that cannot be read [%s]"
                            .formatted(FileNames.shown(String.valueOf(e.getMessage()))));
        }
    }

    private byte[] content(String path, long maxBytes) throws IOException, ArtifactException {
        ZipEntry entry = zip.getEntry(path);
        if (entry == null || entry.isDirectory()) {
            throw refused("has no '%s'".formatted(FileNames.shown(path)));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return BoundedFiles.read(in, maxBytes, name + "!" + path);
        }
    }

    private ArtifactException refused(String fact) {
        return new ArtifactException(Kind.REFUSED, "jar '%s' %s".formatted(name, fact));
    }
}
