package org.vexhost.wasi.confine;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Finds the path in {@code /proc/self/fd} that refers to an open channel.
 *
 * <p>Such a path is a handle: the kernel resolves it directly to the open file, without using a
 * name. With such a path, the operations that the JDK offers only for paths can be applied to an
 * open file. The JDK does not reveal the descriptor number of a channel. To find it, this class
 * moves the channel to a position that no other channel has, and searches for that position in
 * {@code /proc/self/fdinfo}. The number stays the same while the channel is open.
 */
final class ProcHandles {

    /** The instance for this process. */
    static final ProcHandles SYSTEM = new ProcHandles(Path.of("/proc/self"));

    private final Path handles;
    private final Path infos;
    private final boolean isAvailable;

    /**
     * The source of positions. A position recurs only after 2^30 uses, and is small enough for
     * every file system.
     */
    private static final AtomicInteger POSITIONS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    /**
     * The descriptor numbers that were found recently. The system reuses the lowest free numbers,
     * so these are likely to recur.
     */
    private static final AtomicIntegerArray RECENT = new AtomicIntegerArray(32);

    private static final AtomicInteger NEXT_RECENT = new AtomicInteger();

    /**
     * Creates an instance for another directory than {@code /proc/self}. If the directory does not
     * exist, the instance behaves as on a platform without such paths.
     */
    ProcHandles(Path process) {
        handles = process.resolve("fd");
        infos = process.resolve("fdinfo");
        isAvailable = Files.isDirectory(handles) && Files.isDirectory(infos);
    }

    /**
     * Finds the path of a channel. This changes the channel's position.
     *
     * @param key the key of the channel's file
     * @return empty if this platform has no such paths
     */
    Optional<Path> find(FileChannel channel, Object key) throws IOException {
        if (!isAvailable) {
            return Optional.empty();
        }
        int position = (POSITIONS.incrementAndGet() & 0x3FFF_FFFF) | 0x4000_0000;
        if (!canMove(channel, position)) {
            return Optional.empty();
        }
        byte[] wanted = ("pos:\t" + position + "\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < RECENT.length(); i++) {
            int number = RECENT.get(i);
            if (number > 0 && isAt(number, wanted) && isFile(number, key)) {
                return Optional.of(handles.resolve(Integer.toString(number)));
            }
        }
        return search(wanted, key);
    }

    /**
     * Moves the channel to a position, and returns whether this succeeded. A file system may not
     * support this for directories.
     */
    private static boolean canMove(FileChannel channel, int position) throws IOException {
        try {
            return channel.position(position).position() == position;
        } catch (ClosedChannelException e) {
            throw e; // An interrupt of the thread closed the channel.
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Path> search(byte[] wanted, Object key) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(infos)) {
            for (Path info : all) {
                int number = Integer.parseInt(info.getFileName().toString());
                if (isAt(number, wanted) && isFile(number, key)) {
                    remember(number);
                    return Optional.of(handles.resolve(Integer.toString(number)));
                }
            }
        }
        return Optional.empty();
    }

    private static void remember(int number) {
        RECENT.set(Math.floorMod(NEXT_RECENT.getAndIncrement(), RECENT.length()), number);
    }

    private boolean isAt(int number, byte[] wanted) {
        try (FileInputStream info =
                new FileInputStream(infos.resolve(Integer.toString(number)).toFile())) {
            byte[] start = new byte[wanted.length];
            int count = info.readNBytes(start, 0, start.length);
            return count == wanted.length && Arrays.equals(start, wanted);
        } catch (IOException e) {
            return false; // Its owner closed it in the meantime.
        }
    }

    private boolean isFile(int number, Object key) throws IOException {
        Path path = handles.resolve(Integer.toString(number));
        return key.equals(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }
}
