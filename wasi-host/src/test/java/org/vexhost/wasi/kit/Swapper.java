package org.vexhost.wasi.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A process of its own that swaps directories and files for links that lead out, as fast as it can,
 * until its input ends.
 */
public final class Swapper {

    /**
     * What is swapped for a link: a directory by an absolute, then by a relative target; a file.
     */
    public static final List<String> VICTIMS = List.of("absolute", "relative", "file");

    private Swapper() {}

    /** Starts the process. */
    public static Process start(Path inside, Path outside) throws IOException {
        String classes =
                Swapper.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes,
                        Swapper.class.getName(),
                        inside.toString(),
                        outside.toString())
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path inside = Path.of(arguments[0]);
        Path outside = Path.of(arguments[1]);
        Path links = Files.createDirectory(inside.resolve("links"));
        Files.createSymbolicLink(links.resolve("absolute"), outside);
        Files.createSymbolicLink(links.resolve("relative"), Path.of("../outside"));
        Files.createSymbolicLink(links.resolve("file"), outside.resolve("secret"));
        Path kept = Files.createDirectory(inside.resolve("kept"));
        long rounds = 0;
        while (System.in.available() == 0) {
            for (String victim : VICTIMS) {
                Path place = inside.resolve(victim);
                rename(place, kept.resolve(victim));
                rename(links.resolve(victim), place);
                rename(place, links.resolve(victim));
                rename(kept.resolve(victim), place);
            }
            rounds++;
        }
        System.out.println(rounds);
    }

    /** The guest may have made a file of this name in between. */
    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
