package org.vexhost.loader.osgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vexhost.loader.deploy.bundle.ToolBundles;

/**
 * Creates the bundle that represents a tool. The bundle contains the tool's descriptor and a
 * manifest that the host writes. No other part of an artifact is given to the framework, not even
 * that of a jar.
 */
final class BundleJar {

    static final String TOOL = "Vexhost-Tool";
    static final String TOOL_VERSION = "Vexhost-Tool-Version";
    static final String DIGEST = "Vexhost-Tool-Digest";
    static final String SYMBOLIC_NAME_PREFIX = "vexhost.tool.";

    private static final Pattern NUMBERS =
            Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(?:[.+_-]?(.*))");

    private BundleJar() {}

    static byte[] of(ToolBundles.Content content) throws IOException {
        String name = content.tool();
        String version = content.version();
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", SYMBOLIC_NAME_PREFIX + name);
        headers.putValue("Bundle-Version", osgiVersion(version));
        headers.putValue("Bundle-Name", "tool " + name);
        headers.putValue(TOOL, name);
        headers.putValue(TOOL_VERSION, version);
        headers.putValue(DIGEST, content.digest());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.setLevel(1);
            jar.putNextEntry(new JarEntry("tool.json"));
            jar.write(content.descriptorJson());
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }

    /** Converts a version to OSGi's form: up to three numbers, with the rest as the qualifier. */
    static String osgiVersion(String version) {
        Matcher matcher = NUMBERS.matcher(version);
        if (!matcher.matches()) {
            return "0.0.0." + qualifier(version);
        }
        String numbers =
                number(matcher.group(1))
                        + "."
                        + number(matcher.group(2))
                        + "."
                        + number(matcher.group(3));
        String rest = matcher.group(4);
        return rest.isEmpty() ? numbers : numbers + "." + qualifier(rest);
    }

    private static String number(@Nullable String digits) {
        return digits == null ? "0" : Integer.toString(Integer.parseInt(digits));
    }

    private static String qualifier(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
