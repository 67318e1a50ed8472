package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.I32;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Writes loops as in functions from the Go compiler: nested blocks with a branch table in the
 * innermost one, and segments that set the number of the next one and branch back to the loop.
 */
final class RandomDispatch {

    private static final int EMPTY = 0x40;

    private final RandomBody body;
    private final RandomValues values;
    private final RandomBulk bulk;
    private final Random random;

    /** The local with the number of the next segment. */
    private final int selector;

    RandomDispatch(
            RandomBody body, RandomValues values, RandomBulk bulk, Random random, int selector) {
        this.body = body;
        this.values = values;
        this.bulk = bulk;
        this.random = random;
        this.selector = selector;
    }

    void loop(int depth) {
        int segments = 2 + random.nextInt(random.nextInt(4) == 0 ? 60 : 12);
        // Others may branch from anywhere to anywhere.
        boolean isPlain = random.nextInt(4) != 0;
        Bytes code = body.code();
        body.open(0x02, EMPTY);
        body.open(0x03, EMPTY);
        for (int i = 0; i < segments; i++) {
            body.open(0x02, EMPTY);
        }
        code.u8(0x20).u32(selector);
        table(segments);
        for (int i = 0; i < segments; i++) {
            body.close();
            body.countDown();
            segment(segments, segments - 1 - i, isPlain, depth);
        }
        body.close();
        body.close();
    }

    /**
     * Writes a table that leads to all segments: mostly in their order, and mostly with no others.
     */
    private void table(int segments) {
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            targets.add(i);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            boolean isOut = random.nextBoolean();
            int at = random.nextInt(targets.size() + 1);
            targets.add(at, isOut ? segments + 1 : targets.get(Math.max(0, at - 1)));
        }
        if (random.nextInt(6) == 0) {
            Collections.shuffle(targets, random);
        }
        body.code().u8(0x0E).u32(targets.size() - 1);
        targets.forEach(body.code()::u32);
    }

    /**
     * Writes a segment.
     *
     * @param loop how many blocks are between it and the loop
     */
    private void segment(int segments, int loop, boolean isPlain, int depth) {
        Bytes code = body.code();
        if (isPlain) {
            for (int i = random.nextInt(4); i > 0; i--) {
                bulk.store(depth);
            }
        } else {
            body.statements(1, depth + 2);
        }
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> jump(segments, loop);
            case 3, 4 -> {
                values.value(I32, depth + 2);
                body.open(0x04, EMPTY);
                jump(segments, loop + 1);
                body.close();
            }
            case 5 -> {
                values.value(I32, depth + 2);
                code.u8(0x0D).u32(loop + 1);
            }
            default -> {}
        }
    }

    private void jump(int segments, int loop) {
        body.code().u8(0x41).s64(random.nextInt(segments + 3) - 1L);
        body.code().u8(0x21).u32(selector);
        body.code().u8(0x0C).u32(loop);
    }
}
