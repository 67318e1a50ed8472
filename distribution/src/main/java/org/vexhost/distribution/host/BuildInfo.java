package org.vexhost.distribution.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this build.
 *
 * @param version version of the product
 * @param slf4jVersion version of the logging API that the launcher and the bundles share
 */
public record BuildInfo(String version, String slf4jVersion) {

    private static final String FILE = "/org/vexhost/distribution/build.properties";

    /** Reads the properties file that the build wrote. */
    public static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("launcher lacks '%s'".formatted(FILE));
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                properties.getProperty("version", "unknown"),
                properties.getProperty("slf4j", "2.0.0"));
    }
}
