package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.vexhost.api.MessageText;

/** Interprets the names of files in the tools folder. */
final class FileNames {

    static final String DESCRIPTOR = "tool.json";
    static final String DESCRIPTOR_SUFFIX = ".tool.json";
    static final String MODULE_SUFFIX = ".wasm";
    static final String JAR_SUFFIX = ".jar";

    /** Matches hidden files, and temporary files of editors, browsers, rsync and cp. */
    private static final Pattern TEMPORARY =
            Pattern.compile(
                    "\\..*|.*~|#.*#|.*\\.(tmp|temp|part|partial|swp|swx|bak|crdownload)|4913");

    private FileNames() {}

    static String of(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    static boolean isTemporary(String name) {
        return TEMPORARY.matcher(name).matches();
    }

    /** Whether a part of the name's bytes could not be decoded. */
    static boolean isGarbled(String name) {
        return name.indexOf('\ufffd') >= 0;
    }

    static boolean isDescriptor(String name) {
        return name.endsWith(DESCRIPTOR_SUFFIX) && name.length() > DESCRIPTOR_SUFFIX.length();
    }

    static boolean isModule(String name) {
        return name.endsWith(MODULE_SUFFIX) && name.length() > MODULE_SUFFIX.length();
    }

    static boolean isJar(String name) {
        return name.endsWith(JAR_SUFFIX) && name.length() > JAR_SUFFIX.length();
    }

    static String stem(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }

    /** Returns the name, escaped for messages. */
    static String shown(String name) {
        return MessageText.escape(name, MessageText.MAX_QUOTED_LENGTH);
    }
}
