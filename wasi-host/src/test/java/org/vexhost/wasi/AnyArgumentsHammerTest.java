package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** Whatever the arguments are, every function answers an error code. */
class AnyArgumentsHammerTest {

    private static final int CALLS = 60_000;
    private static final List<String> PATHS =
            List.of(
                    "a",
                    "a/b",
                    "a/b/c",
                    ".",
                    "..",
                    "a/..",
                    "link",
                    "link/x",
                    "file",
                    "file/",
                    "/",
                    "",
                    "x/",
                    "self",
                    "é",
                    "a/./b",
                    "../outside/secret",
                    "loop/loop");

    @TempDir Path base;
    private final Random random = new Random(42);

    @Test
    @Timeout(120)
    void everyCallIsAnswered() throws Exception {
        try (Sandbox sandbox =
                Sandbox.in(base, Grant.Access.READ_WRITE, Grant.Sharing.EXCLUSIVE, 1 << 20, 40)) {
            sandbox.context.isDeterministic = true;
            sandbox.link("loop", ".");
            List<String> names =
                    new WasiModule()
                            .functions().stream()
                                    .filter(each -> !each.name().equals("proc_exit"))
                                    .map(HostFunction::name)
                                    .toList();
            Map<String, Integer> parameters = new HashMap<>();
            new WasiModule()
                    .functions()
                    .forEach(each -> parameters.put(each.name(), each.parameters().size()));
            Map<Errno, Integer> answers = new EnumMap<>(Errno.class);
            WasiModule module = new WasiModule();
            Guest guest = new Guest(module, sandbox.context);
            for (int i = 0; i < CALLS; i++) {
                if (i % 20 == 0) { // sooner or later a guest closes what it was granted
                    guest.close();
                    guest = new Guest(module, sandbox.context);
                }
                prepare(guest);
                String name = names.get(random.nextInt(names.size()));
                long[] arguments = random.longs(parameters.get(name)).map(any -> value()).toArray();
                steer(name, arguments);
                answers.merge(guest.call(name, arguments), 1, Integer::sum);
            }

            guest.close();
            assertEquals(0, module.openHandles());
            assertTrue(answers.get(Errno.SUCCESS) > CALLS / 20, answers.toString());
            assertTrue(answers.size() >= 12, answers.toString());
            assertEquals(Sandbox.SECRET, Files.readString(sandbox.outside.resolve("secret")));
            try (var left = Files.list(sandbox.outside)) {
                assertEquals(1, left.count());
            }
        }
    }

    /** Puts a path and two buffers where arguments may point to. */
    private void prepare(Guest guest) {
        guest.text(Guest.PATH, PATHS.get(random.nextInt(PATHS.size())));
        guest.text(Guest.PATH2, PATHS.get(random.nextInt(PATHS.size())));
        guest.iovec(Guest.DATA, random.nextInt(10) == 0 ? (int) value() : random.nextInt(5000));
    }

    /** Makes it likelier that a call gets somewhere: a path's address is followed by its length. */
    private void steer(String name, long[] arguments) {
        if (arguments.length > 0 && random.nextInt(3) > 0 && !name.startsWith("clock")) {
            arguments[0] = random.nextInt(3) == 0 ? random.nextInt(12) : Guest.ROOT;
        }
        if (random.nextInt(4) == 0) {
            return;
        }
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i] == Guest.PATH || arguments[i] == Guest.PATH2) {
                arguments[i + 1] = random.nextInt(6);
            } else if (arguments[i] == Guest.IOVEC) {
                arguments[i + 1] = 1;
            }
        }
    }

    private long value() {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextInt(16);
            case 1, 2 -> Guest.PATH;
            case 3 -> Guest.PATH2;
            case 4 -> Guest.DATA;
            case 5, 6 -> Guest.RESULT;
            case 7 -> Guest.IOVEC;
            case 8 -> random.nextInt();
            case 9 -> random.nextLong();
            case 10 -> 1L << random.nextInt(64);
            default -> -1L - random.nextInt(3);
        };
    }
}
